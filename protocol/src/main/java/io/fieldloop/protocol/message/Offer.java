package io.fieldloop.protocol.message;

import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;

/**
 * A package that a device is asked to deploy.
 *
 * @param rollout the rollout that asks
 * @param attempt counted from 1; a retry of a rejected offer has the next number
 * @param model what it holds
 * @param manifest the digest of its signed manifest, by which it is fetched
 */
public record Offer(RolloutId rollout, int attempt, ModelRef model, Sha256 manifest) {
    /**
     * Checks the attempt.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Offer {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts count from 1, not from %d".formatted(attempt));
        }
    }
}
