package io.fieldloop.hub.database;

import java.util.UUID;

/** Makes ids of rows. Thread-safe. */
public interface IdSource {
    /** A new id, greater than every one that this source has made before. */
    UUID next();
}
