package io.fieldloop.hub.security;

import javax.net.ssl.SSLContext;

/** How this process shows the broker that it belongs to the hub. Thread-safe. */
public interface ClientKeys {
    /**
     * TLS as a client of the hub's broker.
     *
     * @param part which part of the hub it is; the client id that it must then use
     * @throws IllegalStateException if there is no key for it
     */
    SSLContext clientContext(String part);
}
