package io.fieldloop.agent.health;

import io.fieldloop.protocol.message.ShadowCounts;
import io.fieldloop.protocol.message.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When vitals are worth telling: as often as it is asked while something happens, and once a minute while nothing does. What goes up
 * and down by itself, such as memory, is nothing that happens. Any thread.
 */
public final class Rhythm {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;

    /** Null when the hub has to be told anew; guarded by this, as what follows. */
    private @Nullable Activity told;

    private long toldNanos;

    /**
     * Begins.
     *
     * @param nanoTime such as {@link System#nanoTime}
     */
    public Rhythm(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether these vitals are to be told; they are then taken to be. */
    public synchronized boolean isDue(Vitals now) {
        Activity activity = Activity.of(now);
        long nanos = nanoTime.getAsLong();
        if (activity.equals(told) && nanos - toldNanos < IDLE.toNanos()) {
            return false;
        }
        told = activity;
        toldNanos = nanos;
        return true;
    }

    /** What was told did not arrive, or somebody else listens now. */
    public synchronized void beginAnew() {
        told = null;
    }

    /** What changes only when something happens. */
    private record Activity(
            long inferences,
            long skipped,
            long failed,
            long suppressed,
            long outboxBytes,
            long bytesReceived,
            List<ShadowCounts> shadows) {
        static Activity of(Vitals vitals) {
            return new Activity(
                    vitals.inferences(),
                    vitals.skipped(),
                    vitals.failed(),
                    vitals.suppressed(),
                    vitals.outboxBytes(),
                    vitals.bytesReceived(),
                    vitals.shadows());
        }
    }
}
