package io.fieldloop.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/**
 * The log: one line an event, on the standard error stream. The platform's own manager falls silent as soon as the process
 * is told to end; this one lets the last words through.
 */
public final class Logging extends LogManager {
    private volatile boolean configured;

    /** Made by the platform, by the name that {@link #configure} sets. */
    public Logging() {}

    /** Must be called before the first logger is made. A configuration file given on the command line is respected. */
    static void configure() {
        System.setProperty("java.util.logging.manager", Logging.class.getName());
        LogManager manager = LogManager.getLogManager();
        if (System.getProperty("java.util.logging.config.file") == null) {
            try (InputStream in = Logging.class.getResourceAsStream("logging.properties")) {
                manager.readConfiguration(in);
            } catch (IOException e) {
                throw new UncheckedIOException("this program is incomplete", e);
            }
        }
        if (manager instanceof Logging logging) {
            logging.configured = true;
        }
    }

    @Override
    public void reset() {
        if (!configured) {
            super.reset();
        }
    }
}
