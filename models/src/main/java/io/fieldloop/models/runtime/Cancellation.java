package io.fieldloop.models.runtime;

import io.fieldloop.models.runtime.ModelException.Reason;

/** Lets another thread stop a run, and only a run: what stops it natively is not touched before or after. Any thread. */
public final class Cancellation {
    private final Runnable stop;
    private boolean running;
    private boolean cancelled;

    /**
     * Prepares for many runs.
     *
     * @param stop asks the native library to stop; must not block
     */
    public Cancellation(Runnable stop) {
        this.stop = stop;
    }

    /** A run begins. */
    public synchronized void begin() {
        running = true;
        cancelled = false;
    }

    /**
     * The run has ended, one way or the other.
     *
     * @return whether it was asked to stop
     */
    public synchronized boolean end() {
        running = false;
        return cancelled;
    }

    /** Stops the run that is under way, if there is one. */
    public synchronized void cancel() {
        if (running && !cancelled) {
            cancelled = true;
            stop.run();
        }
    }

    /** What the run that was stopped throws. */
    public static ModelException cancelled() {
        return new ModelException(Reason.CANCELLED, "the run was told to stop");
    }
}
