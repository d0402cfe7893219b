package io.fieldloop.agent.deployment;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.Offer;

/**
 * An offer that was refused, and why.
 *
 * @param offer what was offered
 * @param failure why it was refused
 */
public record Rejection(Offer offer, Failure failure) {
    /** Whether the offer has its answer: it, or a later attempt of its rollout, was refused. */
    boolean answers(Offer again) {
        return again.rollout().equals(offer.rollout()) && again.attempt() <= offer.attempt();
    }

    /** Whether it must not be tried again. What was merely replaced by a newer wish may come back. */
    boolean isLasting() {
        return failure.code() != FailureCode.SUPERSEDED;
    }
}
