package io.fieldloop.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** The log: one line an event, on the standard error stream. */
final class Logging {
    private Logging() {}

    /**
     * Sets the log up. Must be called before anything touches the platform's logging. A configuration file that is given on
     * the command line ({@code java.util.logging.config.file}) is respected.
     */
    static void configure() {
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
        LogManager manager = LogManager.getLogManager();
        if (System.getProperty("java.util.logging.config.file") == null) {
            try (InputStream in = Logging.class.getResourceAsStream("logging.properties")) {
                manager.readConfiguration(in);
            } catch (IOException e) {
                throw new UncheckedIOException("this program is incomplete", e);
            }
        }
        if (manager instanceof LastingLogManager lasting) {
            lasting.last();
        }
    }
}
