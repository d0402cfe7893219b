package io.fieldloop.agent.deployment;

/**
 * The right of one step to change what serves. A step that hung may come back at any time; once its turn is over it can do
 * no harm. Any thread.
 */
final class Turn {
    /** Guarded by this. */
    private boolean over;

    /**
     * Runs {@code change}, which must not block, unless the turn is over.
     *
     * @return whether it ran
     */
    synchronized boolean use(Runnable change) {
        if (!over) {
            change.run();
        }
        return !over;
    }

    synchronized void end() {
        over = true;
    }
}
