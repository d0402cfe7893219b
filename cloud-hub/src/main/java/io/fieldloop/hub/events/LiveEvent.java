package io.fieldloop.hub.events;

import java.util.function.Supplier;

/**
 * Something changed that pages may be showing.
 *
 * @param name of the kind, such as {@code device}
 * @param key which one; a newer event of the same kind and key replaces one that has not been told yet
 * @param body what it is now; asked for only if somebody listens, shortly afterwards, on another thread
 */
public record LiveEvent(String name, String key, Supplier<?> body) {}
