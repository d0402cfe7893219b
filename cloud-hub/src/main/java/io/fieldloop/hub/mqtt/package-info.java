/**
 * The hub as a client of an MQTT 5 broker: connections that come back by themselves, and deliveries that are acknowledged
 * by hand. Paho is known here only.
 */
@NullMarked
package io.fieldloop.hub.mqtt;

import org.jspecify.annotations.NullMarked;
