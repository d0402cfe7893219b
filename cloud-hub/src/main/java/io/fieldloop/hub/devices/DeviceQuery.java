package io.fieldloop.hub.devices;

import org.jspecify.annotations.Nullable;

/**
 * Which devices a list shows.
 *
 * @param selector by labels
 * @param state null for any
 * @param part of their ids; null for any
 * @param placement the standing of something that they serve; null for any
 */
record DeviceQuery(
        Selector selector,
        @Nullable String state,
        @Nullable String part,
        @Nullable String placement) {}
