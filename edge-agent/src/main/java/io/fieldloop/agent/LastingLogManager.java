package io.fieldloop.agent;

import java.util.logging.LogManager;

/**
 * Lets the last words through: the platform's own manager falls silent as soon as the process is told to end. Public, and
 * with a public constructor, because the platform makes it by its name.
 */
public final class LastingLogManager extends LogManager {
    private volatile boolean lasting;

    /** Called by the platform. */
    public LastingLogManager() {}

    /** From now on the handlers stay as they are. */
    void last() {
        lasting = true;
    }

    @Override
    public void reset() {
        if (!lasting) {
            super.reset();
        }
    }
}
