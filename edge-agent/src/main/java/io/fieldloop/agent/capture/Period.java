package io.fieldloop.agent.capture;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A time of fixed length. When the clock is set back to before it began, it is over: otherwise it might last for years. */
final class Period {
    private final Duration length;
    private @Nullable Instant begun;

    Period(Duration length) {
        this.length = length;
    }

    void begin(Instant at) {
        begun = at;
    }

    /** Whether it has begun, and is not over. */
    boolean holds(Instant at) {
        return begun != null
                && !at.isBefore(begun)
                && Duration.between(begun, at).compareTo(length) < 0;
    }
}
