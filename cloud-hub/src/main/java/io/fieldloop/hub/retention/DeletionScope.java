package io.fieldloop.hub.retention;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to be deleted.
 *
 * @param device that captured it; null for any
 * @param stream of which it is; null for any
 * @param from the moment of arrival from which on it goes
 * @param until the moment of arrival before which it goes
 */
record DeletionScope(@Nullable DeviceId device, @Nullable StreamName stream, Instant from, Instant until) {
    /** The samples that go; none stays. */
    Part part() {
        Selection meant = Selection.ALL.and("id >= ? AND id < ?", IdSource.firstAt(from), IdSource.firstAt(until));
        if (device != null) {
            meant = meant.and("device_id = ?", device.value());
        }
        if (stream != null) {
            meant = meant.and("stream = ?", stream.value());
        }
        return new Part(Reason.REQUEST, meant, List.of());
    }

    /** Whether messages of quarantine go as well; of which stream they were is not known. */
    boolean isOfAllStreams() {
        return stream == null;
    }

    @Override
    public String toString() {
        return "device %s, stream %s, arrived from %s until %s"
                .formatted(device == null ? "any" : device, stream == null ? "any" : stream, from, until);
    }
}
