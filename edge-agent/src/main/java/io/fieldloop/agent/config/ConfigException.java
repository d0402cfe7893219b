package io.fieldloop.agent.config;

/** A configuration that cannot be used; the message says where, what is wrong and what is expected. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }
}
