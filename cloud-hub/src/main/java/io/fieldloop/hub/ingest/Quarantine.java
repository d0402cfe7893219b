package io.fieldloop.hub.ingest;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.ingest.Parcel.Refused;
import io.fieldloop.hub.mqtt.Delivery;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.topic.UpTopic;
import io.fieldloop.protocol.topic.UpTopic.Channel;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of no use, kept as they came for somebody to look at; the newest of them, and each once however often it comes.
 * Thread-safe.
 */
@Singleton
public class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int MOST_ROWS = 2_000;
    private static final int MOST_PAYLOAD_BYTES = 1 << 20;
    private static final String COLUMNS = """
            SELECT id, at, last_at, times, device_id, topic, code, detail, size_bytes,
                size_bytes = length(payload) AS whole
            FROM quarantine
            """;

    private static final String CAME =
            " WHERE (:device::text IS NULL OR device_id = :device) AND at < :until AND last_at >= :from";

    private final Jdbi jdbi;
    private final IdSource ids;
    private final Audit audit;
    private final InstantSource clock;

    Quarantine(Jdbi jdbi, IdSource ids, Audit audit, InstantSource clock) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.audit = audit;
        this.clock = clock;
    }

    void put(Handle transaction, List<Refused> refused) {
        for (Refused parcel : refused) {
            put(transaction, parcel);
        }
        int removed = transaction.createUpdate("""
                        DELETE FROM quarantine
                        WHERE id <= (SELECT id FROM quarantine ORDER BY id DESC OFFSET :most LIMIT 1)""").bind("most", MOST_ROWS).execute();
        if (removed > 0) {
            LOG.warn("quarantine is full; the oldest messages were removed number={}", removed);
        }
    }

    private void put(Handle transaction, Refused parcel) {
        byte[] payload = parcel.delivery().payload();
        transaction
                .createUpdate("""
                        INSERT INTO quarantine AS q (id, at, last_at, digest, device_id, topic, code, detail, size_bytes,
                            payload)
                        VALUES (:id, :now, :now, sha256(convert_to(:topic, 'UTF8') || :payload), :device, :topic, :code,
                            :detail, :size, :payload)
                        ON CONFLICT (digest) DO UPDATE SET times = q.times + 1, last_at = excluded.last_at,
                            code = excluded.code, detail = excluded.detail""")
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

    /** Those before one, or the newest, newest first. */
    List<Entry> before(@Nullable UUID id, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + """
                        WHERE :before::uuid IS NULL OR id < :before::uuid
                        ORDER BY id DESC LIMIT :limit""")
                .bind("before", id)
                .bind("limit", limit)
                .map((row, _) -> entry(row))
                .list());
    }

    /** One of them; refuses if there is none. */
    Entry require(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + "WHERE id = :id")
                        .bind("id", id)
                        .map((row, _) -> entry(row))
                        .findOne())
                .orElseThrow(() -> missing(id));
    }

    /** One of them as it came, or the first MiB of it; nobody waits for its acknowledgement any more. */
    Delivery message(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT topic, payload, at FROM quarantine WHERE id = :id")
                        .bind("id", id)
                        .map((row, _) -> new Delivery(
                                row.getString("topic"),
                                row.getBytes("payload"),
                                row.getTimestamp("at").toInstant(),
                                () -> {}))
                        .findOne())
                .orElseThrow(() -> missing(id));
    }

    /** Throws one of them away. */
    void discard(UUID id, String by) {
        jdbi.useTransaction(transaction -> remove(transaction, id, "quarantine.discard", by));
    }

    /** Removes one of them; refuses if there is none, because somebody else was quicker. */
    void remove(Handle transaction, UUID id, String action, String by) {
        int removed = transaction
                .createUpdate("DELETE FROM quarantine WHERE id = :id")
                .bind("id", id)
                .execute();
        if (removed == 0) {
            throw missing(id);
        }
        audit.record(transaction, by, action, id.toString());
    }

    /**
     * How many messages came from a device in some time.
     *
     * @param device null for all
     */
    public long count(Handle handle, @Nullable DeviceId device, Instant from, Instant until) {
        return handle.createQuery("SELECT count(*) FROM quarantine" + CAME)
                .bindByType("device", device, DeviceId.class)
                .bind("from", from)
                .bind("until", until)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Throws away what came from a device in some time.
     *
     * @param device null for all
     * @return how many messages
     */
    public int discard(Handle transaction, @Nullable DeviceId device, Instant from, Instant until) {
        return transaction
                .createUpdate("DELETE FROM quarantine" + CAME)
                .bindByType("device", device, DeviceId.class)
                .bind("from", from)
                .bind("until", until)
                .execute();
    }

    private static ProblemException missing(UUID id) {
        return ProblemException.notFound("quarantined message", id);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String topic = row.getString("topic");
        boolean samples =
                UpTopic.parse(topic).filter(t -> t.channel() == Channel.SAMPLES).isPresent();
        return new Entry(
                row.getObject("id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                row.getLong("times"),
                row.getString("device_id"),
                topic,
                row.getString("code"),
                row.getString("detail"),
                row.getLong("size_bytes"),
                samples && row.getBoolean("whole"));
    }

    /**
     * A message of no use, without its bytes.
     *
     * @param at when it came first
     * @param lastAt when it came last
     * @param times how often it came
     * @param deviceId as the topic says; null if it says none
     * @param code of {@link io.fieldloop.protocol.FailureCode}
     * @param retryable whether it may be tried again: it holds samples, and all of it is kept. What a device says of
     *     itself it has said anew since
     */
    @Serdeable
    record Entry(
            UUID id,
            Instant at,
            Instant lastAt,
            long times,
            @Nullable String deviceId,
            String topic,
            String code,
            String detail,
            long sizeBytes,
            boolean retryable) {}
}
