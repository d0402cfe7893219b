/**
 * The way to the hub's broker: {@link io.fieldloop.agent.link.Link} is the port, {@code paho} its adapter to MQTT 5.
 */
@NullMarked
package io.fieldloop.agent.link;

import org.jspecify.annotations.NullMarked;
