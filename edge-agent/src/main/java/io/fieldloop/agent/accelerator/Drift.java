package io.fieldloop.agent.accelerator;

import io.fieldloop.agent.inference.Recent;
import java.time.Duration;
import java.time.Instant;

/**
 * Notices that a model has become much slower than it was measured, and stays so. A machine that is merely busy does so too; hence it
 * speaks at most once an hour. One thread at a time.
 */
public final class Drift {
    private static final int FACTOR = 3;
    private static final int LOOKS = 12;
    private static final Duration PAUSE = Duration.ofHours(1);

    private int slow;
    private Instant silentUntil = Instant.MIN;

    /**
     * Looks at what was answered since the last look.
     *
     * @param measuredMicros the median when the model was measured
     * @param recent these answers; too few say nothing
     * @return whether the model should be measured again
     */
    public boolean look(long measuredMicros, Recent recent, Instant now) {
        if (recent.answers() >= Recent.LEAST_ANSWERS) {
            slow = recent.isSlowerThan(measuredMicros, FACTOR) ? slow + 1 : 0;
        }
        if (slow < LOOKS || now.isBefore(silentUntil)) {
            return false;
        }
        slow = 0;
        silentUntil = now.plus(PAUSE);
        return true;
    }
}
