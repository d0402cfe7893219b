package io.fieldloop.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** A device's clock, which somebody sets wrongly now and then. Any thread. */
final class JumpingClock implements InstantSource {
    private final InstantSource right;
    private volatile Duration error = Duration.ZERO;

    JumpingClock(InstantSource right) {
        this.right = right;
    }

    @Override
    public Instant instant() {
        return right.instant().plus(error);
    }

    /** Says another time from now on: 1970, up to six weeks ahead, or up to ten days back. */
    Instant jump(SplittableRandom chances) {
        error = switch (chances.nextInt(3)) {
            case 0 -> Duration.between(right.instant(), Instant.EPOCH);
            case 1 -> Duration.ofHours(chances.nextInt(1, 42 * 24));
            default -> Duration.ofHours(-chances.nextInt(1, 10 * 24));
        };
        return instant();
    }

    /** Says the right time again. */
    void setRight() {
        error = Duration.ZERO;
    }
}
