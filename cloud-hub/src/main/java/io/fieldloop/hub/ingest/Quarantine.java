package io.fieldloop.hub.ingest;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.database.Rows;
import io.fieldloop.hub.ingest.Parcel.Refused;
import io.fieldloop.protocol.DeviceId;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Messages of no use, kept as they came for somebody to look at; the newest of them. Thread-safe. */
@Singleton
public class Quarantine {
    private static final int MOST_ROWS = 2_000;
    private static final int MOST_PAYLOAD_BYTES = 1 << 20;

    private final Jdbi jdbi;
    private final IdSource ids;
    private final InstantSource clock;

    Quarantine(Jdbi jdbi, IdSource ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
    }

    void put(Handle transaction, List<Refused> refused) {
        for (Refused parcel : refused) {
            put(transaction, parcel);
        }
        transaction.createUpdate("""
                        DELETE FROM quarantine
                        WHERE id <= (SELECT id FROM quarantine ORDER BY id DESC OFFSET :most LIMIT 1)""").bind("most", MOST_ROWS).execute();
    }

    private void put(Handle transaction, Refused parcel) {
        byte[] payload = parcel.delivery().payload();
        transaction
                .createUpdate("""
                        INSERT INTO quarantine (id, at, device_id, topic, code, detail, size_bytes, payload)
                        VALUES (:id, :now, :device, :topic, :code, :detail, :size, :payload)""")
                .bind("id", ids.next())
                .bind("now", clock.instant())
                .bind("device", parcel.device().map(DeviceId::value).orElse(null))
                .bind("topic", storable(parcel.delivery().topic()))
                .bind("code", parcel.failure().code().name())
                .bind("detail", storable(parcel.failure().detail()))
                .bind("size", payload.length)
                .bind("payload", Arrays.copyOf(payload, Math.min(payload.length, MOST_PAYLOAD_BYTES)))
                .execute();
    }

    /** PostgreSQL has no NUL in texts. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** How many there are. */
    public long size() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM quarantine")
                .mapTo(Long.class)
                .one());
    }

    List<Entry> before(@Nullable UUID id, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, at, device_id, topic, code, detail, size_bytes FROM quarantine
                        WHERE :before::uuid IS NULL OR id < :before::uuid
                        ORDER BY id DESC LIMIT :limit""")
                .bind("before", id)
                .bind("limit", limit)
                .map(Rows.of(Entry.class))
                .list());
    }

    /**
     * A message of no use, without its bytes.
     *
     * @param deviceId as the topic says; null if it says none
     * @param code of {@link io.fieldloop.protocol.FailureCode}
     */
    @Serdeable
    record Entry(
            UUID id, Instant at, @Nullable String deviceId, String topic, String code, String detail, long sizeBytes) {}
}
