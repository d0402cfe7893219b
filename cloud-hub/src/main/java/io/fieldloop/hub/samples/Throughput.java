package io.fieldloop.hub.samples;

import io.fieldloop.hub.devices.Ledgers;
import io.fieldloop.hub.events.LiveEvent;
import io.fieldloop.hub.events.LiveEvents;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** How many samples were stored in each of the last seconds. Thread-safe. */
@Singleton
public class Throughput {
    private static final int SECONDS = 60;
    private static final int SMOOTHED_OVER = 5;

    private final InstantSource clock;
    private final LiveEvents events;
    private final Ledgers ledgers;
    private final long[] samples = new long[SECONDS]; // by second modulo; guarded by this
    private long newest; // the second, since the epoch, of the newest element; guarded by this

    Throughput(InstantSource clock, LiveEvents events, Ledgers ledgers) {
        this.clock = clock;
        this.events = events;
        this.ledgers = ledgers;
    }

    /** Counts samples that were stored now. */
    public void add(long stored) {
        if (stored == 0) {
            return;
        }
        synchronized (this) {
            advance();
            samples[(int) (newest % SECONDS)] += stored;
        }
        events.publish(new LiveEvent("throughput", "all", () -> new Moment(perSecond(), ledgers.stored())));
    }

    /** The last 60 seconds, the oldest first, the one that runs last. */
    public synchronized List<Long> lastMinute() {
        advance();
        List<Long> seconds = new ArrayList<>(SECONDS);
        for (long second = newest - SECONDS + 1; second <= newest; second++) {
            seconds.add(samples[Math.floorMod(second, SECONDS)]);
        }
        return seconds;
    }

    /** The mean of the last five seconds that are over. */
    public double perSecond() {
        List<Long> seconds = lastMinute();
        return seconds.subList(SECONDS - 1 - SMOOTHED_OVER, SECONDS - 1).stream()
                .mapToLong(Long::longValue)
                .average()
                .orElse(0);
    }

    private synchronized void advance() {
        long now = clock.millis() / 1_000;
        for (long second = Math.max(newest + 1, now - SECONDS + 1); second <= now; second++) {
            samples[(int) (second % SECONDS)] = 0;
        }
        newest = Math.max(newest, now);
    }

    /** What watching pages are told. */
    @Serdeable
    record Moment(double samplesPerSecond, long stored) {}
}
