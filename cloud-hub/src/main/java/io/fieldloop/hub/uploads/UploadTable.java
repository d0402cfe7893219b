package io.fieldloop.hub.uploads;

import io.fieldloop.hub.database.Rows;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Upload;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of uploads that are under way. Thread-safe. */
@Singleton
class UploadTable {
    private static final String COLUMNS = "device_id, sha256, size_bytes, received_bytes";
    private static final RowMapper<Partial> PARTIAL = Rows.of(Partial.class);

    private final Jdbi jdbi;

    UploadTable(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds one, unless it is there with the same size; with another size it begins anew. */
    void begin(Handle transaction, DeviceId device, Upload upload, Instant now) {
        transaction
                .createUpdate("""
                        INSERT INTO upload AS u (device_id, sha256, size_bytes, received_bytes, last_at)
                        VALUES (:device, :digest, :size, 0, :now)
                        ON CONFLICT (device_id, sha256) DO UPDATE SET last_at = :now, size_bytes = :size,
                            received_bytes = CASE WHEN u.size_bytes = :size THEN u.received_bytes ELSE 0 END""")
                .bind("device", device)
                .bind("digest", upload.digest())
                .bind("size", upload.sizeBytes())
                .bind("now", now)
                .execute();
    }

    /** Removes those that nothing came for since a time, and those of a device beyond so many; gives them. */
    List<Partial> forget(Handle transaction, Instant before, DeviceId device, int most) {
        return transaction
                .createQuery("""
                        DELETE FROM upload
                        WHERE last_at < :before OR (device_id, sha256) IN (
                            SELECT device_id, sha256 FROM upload WHERE device_id = :device
                            ORDER BY last_at DESC, sha256 OFFSET :most)
                        RETURNING %s""".formatted(COLUMNS))
                .bind("before", before)
                .bind("device", device)
                .bind("most", most)
                .map(PARTIAL)
                .list();
    }

    Optional<Partial> find(DeviceId device, Sha256 digest) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT %s FROM upload WHERE device_id = :device AND sha256 = :digest".formatted(COLUMNS))
                .bind("device", device)
                .bind("digest", digest)
                .map(PARTIAL)
                .findOne());
    }

    List<Partial> all() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT %s FROM upload".formatted(COLUMNS))
                .map(PARTIAL)
                .list());
    }

    /** So many bytes are on the disk now; one that was forgotten meanwhile stays so. */
    void received(Partial partial, long bytes, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE upload SET received_bytes = :bytes, last_at = :now
                        WHERE device_id = :device AND sha256 = :digest AND size_bytes = :size""")
                .bind("bytes", bytes)
                .bind("now", now)
                .bind("device", partial.deviceId())
                .bind("digest", partial.sha256())
                .bind("size", partial.sizeBytes())
                .execute());
    }

    void remove(Partial partial) {
        jdbi.useHandle(
                handle -> handle.createUpdate("DELETE FROM upload WHERE device_id = :device AND sha256 = :digest")
                        .bind("device", partial.deviceId())
                        .bind("digest", partial.sha256())
                        .execute());
    }
}
