package io.fieldloop.hub.database;

import java.time.Instant;
import java.util.UUID;

/** Makes ids of rows. Thread-safe. */
public interface IdSource {
    /** A new id, greater than every one that this source has made before. */
    UUID next();

    /** The least id that could be made at an instant or later; of instants that no id has, the nearest. */
    static UUID firstAt(Instant instant) {
        long lastSecond = (1L << 48) / 1_000 - 1; // ids begin with 48 bits of Unix milliseconds
        long seconds = Math.clamp(instant.getEpochSecond(), 0, lastSecond);
        return new UUID(Instant.ofEpochSecond(seconds, instant.getNano()).toEpochMilli() << 16, 0);
    }
}
