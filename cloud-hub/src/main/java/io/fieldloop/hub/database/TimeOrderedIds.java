package io.fieldloop.hub.database;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7; the counter of section 6.2, method 1): 48 bits of Unix milliseconds, a
 * counter of 12 bits that starts anew in each millisecond, 62 random bits. When a millisecond's counter is spent, or the
 * clock goes back, ids run ahead of the clock.
 */
@Singleton
final class TimeOrderedIds implements IdSource {
    private static final int COUNTER_LIMIT = 1 << 12;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private long millis; // guarded by this
    private int counter; // guarded by this

    TimeOrderedIds(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public UUID next() {
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(nextHigh(), low);
    }

    private synchronized long nextHigh() {
        long now = clock.millis();
        if (now > millis) {
            millis = now;
            counter = 0;
        } else if (++counter == COUNTER_LIMIT) {
            millis++;
            counter = 0;
        }
        return millis << 16 | 0x7000L | counter;
    }
}
