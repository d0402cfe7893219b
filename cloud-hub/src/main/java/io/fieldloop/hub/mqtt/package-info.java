/**
 * The hub as a client of an MQTT 5 broker: connections that come back by themselves, and deliveries that are acknowledged
 * by hand. The protocol's packets are known here only: they are
 * read and written by Netty's codec, which takes a message apart where it lies; Paho copies it byte by byte, twice.
 */
@NullMarked
package io.fieldloop.hub.mqtt;

import org.jspecify.annotations.NullMarked;
