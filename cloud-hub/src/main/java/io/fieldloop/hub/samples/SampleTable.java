package io.fieldloop.hub.samples;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.database.Rows;
import io.fieldloop.hub.samples.Sample.Label;
import io.fieldloop.hub.samples.Sample.State;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of samples. */
@Singleton
class SampleTable {
    private static final String SELECT = """
            SELECT sample.*, label.state AS label_state, label.class AS label_class, label.by AS label_by,
                label.at AS label_at
            FROM sample LEFT JOIN sample_label AS label ON label.id = sample.id
            """;

    private static final String MATCHES = """
            WHERE (:before::uuid IS NULL OR sample.id < :before::uuid)
              AND (:device::text IS NULL OR device_id = :device)
              AND (:stream::text IS NULL OR stream = :stream)
              AND (:model::text IS NULL OR model = :model)
              AND (:version::integer IS NULL OR version = :version)
              AND (:class::text IS NULL OR sample.class = :class)
              AND (:minConfidence::double precision IS NULL OR confidence >= :minConfidence)
              AND (:maxConfidence::double precision IS NULL OR confidence <= :maxConfidence)
              AND (:rule::text IS NULL OR :rule = ANY(rules))
              AND (:label::text IS NULL OR label.class = :label)
              AND (:state::text IS NULL OR coalesce(label.state, 'open') = :state)
            ORDER BY sample.id DESC LIMIT :limit""";

    private final JsonColumns json;
    private final IdSource ids;

    SampleTable(JsonColumns json, IdSource ids) {
        this.json = json;
        this.ids = ids;
    }

    /** Inserts those that are not there yet; gives the account of each that was inserted. */
    List<SampleInsert.Account> insert(Handle handle, List<Captured> captured, Instant now) {
        return SampleInsert.run(handle, captured, ids, json, now);
    }

    /** The samples that match, before one, newest first. */
    List<Sample> list(Handle handle, SampleQuery query, @Nullable UUID before, int limit) {
        Query statement =
                handle.createQuery(SELECT + MATCHES).bind("before", before).bind("limit", limit);
        return query.bindTo(statement).map((row, _) -> sample(row)).list();
    }

    /** These samples, in any order. */
    List<Sample> find(Handle handle, Collection<UUID> ids) {
        return handle.createQuery(SELECT + "WHERE sample.id = ANY(:ids)")
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .map((row, _) -> sample(row))
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
