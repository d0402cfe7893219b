package io.fieldloop.hub.samples;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.database.Rows;
import io.fieldloop.hub.samples.Sample.Label;
import io.fieldloop.hub.samples.Sample.State;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of samples. */
@Singleton
class SampleTable {
    /** To be completed by where the samples come from. */
    private static final String SELECT = """
            SELECT sample.*, label.by AS label_by, label.at AS label_at
            FROM %s LEFT JOIN sample_label AS label ON label.id = sample.id
            """;

    private final JsonColumns json;
    private final IdSource ids;

    SampleTable(JsonColumns json, IdSource ids) {
        this.json = json;
        this.ids = ids;
    }

    /** Inserts those that are not there yet; gives what was inserted by its id. */
    Map<UUID, SampleInsert.Inserted> insert(Handle handle, List<Captured> captured, Instant now) {
        return SampleInsert.run(handle, captured, ids, json, now);
    }

    /** The samples that a search finds, newest first. */
    List<Sample> list(Handle transaction, SampleSearch search, int limit) {
        return search.newestFirst(transaction, SELECT, limit)
                .map((row, _) -> sample(row))
                .list();
    }

    /** These samples, in any order. */
    List<Sample> find(Handle handle, Collection<UUID> ids) {
        return handle.createQuery(SELECT.formatted("sample") + "WHERE sample.id = ANY(:ids)")
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .map((row, _) -> sample(row))
                .list();
    }

    List<RuleCount> chosen(Handle handle, DeviceId device) {
        return handle.createQuery("""
                        SELECT stream, rule, count(*) AS samples
                        FROM (SELECT stream, rules FROM sample WHERE device_id = :device ORDER BY id DESC LIMIT 10000)
                            AS latest CROSS JOIN unnest(rules) AS rule
                        GROUP BY stream, rule ORDER BY stream, rule""")
                .bind("device", device)
                .map(Rows.of(RuleCount.class))
                .list();
    }

    LabelCounts labelCounts(Handle handle) {
        return handle.createQuery("""
                        SELECT count(*) FILTER (WHERE state = 'labelled') AS labelled,
                               count(*) FILTER (WHERE state = 'open') AS open
                        FROM sample_label""").map(Rows.of(LabelCounts.class)).one();
    }

    private Sample sample(ResultSet row) throws SQLException {
        return new Sample(
                row.getObject("id", UUID.class),
                row.getString("device_id"),
                row.getString("stream"),
                row.getLong("sequence"),
                row.getTimestamp("captured_at").toInstant(),
                clockSaid(row),
                row.getBoolean("time_is_sure"),
                instant(row, "earliest_at"),
                instant(row, "latest_at"),
                row.getTimestamp("received_at").toInstant(),
                row.getString("media_type"),
                Sha256.ofDigest(row.getBytes("media")).hex(),
                row.getLong("size_bytes"),
                row.getString("model"),
                row.getInt("version"),
                json.read(row.getString("prediction"), Answer.class),
                row.getDouble("confidence"),
                List.of((String[]) row.getArray("rules").getArray()),
                row.getDouble("value"),
                label(row),
                state(row.getString("label_state")));
    }

    private static Instant clockSaid(ResultSet row) throws SQLException {
        Instant said = instant(row, "clock_said");
        return said == null ? row.getTimestamp("captured_at").toInstant() : said;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Label label(ResultSet row) throws SQLException {
        String className = row.getString("label_class");
        return className == null
                ? null
                : new Label(
                        className,
                        row.getString("label_by"),
                        row.getTimestamp("label_at").toInstant());
    }

    private static State state(@Nullable String state) {
        return switch (state) {
            case "labelled" -> State.LABELLED;
            case "skipped" -> State.SKIPPED;
            case null, default -> State.UNLABELLED;
        };
    }
}
