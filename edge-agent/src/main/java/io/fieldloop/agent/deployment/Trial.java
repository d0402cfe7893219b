package io.fieldloop.agent.deployment;

import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.protocol.Failure;

/**
 * Finds out on this device whether a model does what its manifest promises, before it may serve. Must not endanger the
 * process that asks, whatever the model does.
 */
public interface Trial {
    /**
     * Tries a verified package.
     *
     * @throws InterruptedException if the calling thread is interrupted; the trial is then given up
     */
    Verdict run(LocalPackage candidate) throws InterruptedException;

    /** How a trial ended. */
    sealed interface Verdict {
        /**
         * The model may serve.
         *
         * @param latencyMicros median of one prediction, in microseconds
         * @param residentBytes the most memory of the process that tried it
         */
        record Passed(long latencyMicros, long residentBytes) implements Verdict {}

        /**
         * The model must not serve.
         *
         * @param failure one of the {@code TRIAL_…} codes
         */
        record Failed(Failure failure) implements Verdict {}
    }
}
