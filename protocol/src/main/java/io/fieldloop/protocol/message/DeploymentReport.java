package io.fieldloop.protocol.message;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import java.time.Instant;
import java.util.Optional;

/**
 * How an offered package fares on a device.
 *
 * @param rollout the rollout that offered it
 * @param attempt which offer of that rollout to this device
 * @param model what was offered
 * @param stage where it is now
 * @param failure why it was rejected; present exactly then
 * @param at by the device's clock
 */
public record DeploymentReport(
        RolloutId rollout, int attempt, ModelRef model, Stage stage, Optional<Failure> failure, Instant at)
        implements DeviceMessage {
    /**
     * Checks that a rejection, and nothing else, has its failure.
     *
     * @throws IllegalArgumentException if not
     */
    public DeploymentReport {
        if (failure.isPresent() != (stage == Stage.REJECTED)) {
            throw new IllegalArgumentException("a report has a failure exactly when its stage is REJECTED");
        }
    }

    /** Where a deployment is. */
    public enum Stage {
        /** The package is being fetched. */
        DOWNLOADING,
        /** Hashes and signature are being checked. */
        VERIFYING,
        /** The model is tried apart from the serving one. */
        TRIALLING,
        /** The model serves under watch; the previous one is at hand. */
        SOAKING,
        /** The model serves for good. */
        SERVING,
        /** The package was refused or rolled back; the previous model serves. */
        REJECTED;

        /** Whether nothing more follows for this offer. */
        public boolean isFinal() {
            return this == SERVING || this == REJECTED;
        }
    }
}
