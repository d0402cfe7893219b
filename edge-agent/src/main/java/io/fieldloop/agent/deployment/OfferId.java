package io.fieldloop.agent.deployment;

import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.message.Offer;

/**
 * What tells offers apart: the same offer may arrive many times, because it is retained.
 *
 * @param rollout that offers
 * @param attempt which offer of it
 */
record OfferId(RolloutId rollout, int attempt) {
    static OfferId of(Offer offer) {
        return new OfferId(offer.rollout(), offer.attempt());
    }

    @Override
    public String toString() {
        return rollout + "#" + attempt;
    }
}
