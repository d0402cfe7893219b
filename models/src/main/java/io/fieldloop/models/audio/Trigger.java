package io.fieldloop.models.audio;

import java.time.Duration;

/** Finds where events begin in the scores of one label. One thread at a time. */
final class Trigger {
    private final TriggerRule rule;
    private boolean active;
    private Duration lastLoud = Duration.ZERO;

    Trigger(TriggerRule rule) {
        this.rule = rule;
    }

    /**
     * Takes the next score.
     *
     * @param at not before that of the last score
     * @return whether an event begins with it
     */
    boolean begins(double score, Duration at) {
        if (score >= rule.release()) {
            boolean begins = !active && score >= rule.threshold();
            active |= begins;
            lastLoud = at;
            return begins;
        }
        active &= at.minus(lastLoud).compareTo(rule.quiet()) < 0;
        return false;
    }
}
