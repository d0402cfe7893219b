package io.fieldloop.models.audio;

import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import java.time.Duration;

/** Finds where events begin in the scores of one label. One thread at a time. */
final class Trigger {
    private final ThresholdEvents rule;
    private boolean active;

    /** How many scores in a row have reached the threshold. */
    private int loud;

    private Duration lastLoud = Duration.ZERO;

    Trigger(ThresholdEvents rule) {
        this.rule = rule;
    }

    /**
     * Takes the next score.
     *
     * @param at not before that of the last score
     * @return whether an event begins with it
     */
    boolean begins(double score, Duration at) {
        loud = score >= rule.threshold() ? Math.min(loud + 1, rule.patience()) : 0;
        if (score >= rule.release()) {
            boolean begins = !active && loud == rule.patience();
            active |= begins;
            lastLoud = at;
            return begins;
        }
        active &= at.minus(lastLoud).compareTo(rule.quiet()) < 0;
        return false;
    }
}
