/**
 * The way to the hub's broker, and to those beside the device: {@link io.fieldloop.agent.link.Link} is the port, {@code paho} its
 * adapter to MQTT 5, and {@link io.fieldloop.agent.link.LocalLinks} makes those to brokers beside the device.
 */
@NullMarked
package io.fieldloop.agent.link;

import org.jspecify.annotations.NullMarked;
