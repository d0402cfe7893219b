package io.fieldloop.agent.serve;

import io.fieldloop.models.runtime.ModelException;
import java.time.Duration;

/** Decides when, and with what else, a filled slot is run. Any thread. */
sealed interface Runner extends AutoCloseable permits DirectRunner, BatchRunner {
    /**
     * Returns when the outputs of the slot are there.
     *
     * @param deadlineNanos on the scale of {@link System#nanoTime}
     * @throws ApiException if the deadline passes
     * @throws ModelException if the model fails
     */
    void run(Slot slot, long deadlineNanos) throws ApiException, ModelException, InterruptedException;

    @Override
    void close();

    /** What every runner says when there is no time left. */
    static ApiException late() {
        return new ApiException(504, "the deadline of the request has passed");
    }

    /**
     * How long there is until a deadline, on the scale of {@link System#nanoTime}.
     *
     * @throws ApiException if it has passed
     */
    static Duration left(long deadlineNanos) throws ApiException {
        Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
        if (!left.isPositive()) {
            throw late();
        }
        return left;
    }
}
