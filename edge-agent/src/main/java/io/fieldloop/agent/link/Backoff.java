package io.fieldloop.agent.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts to reach another machine: they double up to a longest, and a random half of each is left out, so that a
 * fleet does not come back all at once. One thread at a time.
 */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    /** Pauses from {@code first} to {@code longest}. */
    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /** The pauses of a device: half a second to a minute. */
    public static Backoff ofDevice(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1), random);
    }

    /** An attempt went well. */
    public void reset() {
        next = first;
    }

    /** How long to wait after an attempt that failed. */
    public Duration pause() {
        long nanos = next.toNanos();
        next = next.multipliedBy(2).compareTo(longest) > 0 ? longest : next.multipliedBy(2);
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }
}
