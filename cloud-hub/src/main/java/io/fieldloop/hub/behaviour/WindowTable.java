package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.ModelRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The windows of subjects, within the transaction of its handle. */
record WindowTable(Handle handle) {
    /** How many rows are in memory at a time. */
    private static final int FETCHED = 200;

    private static final String OF_SUBJECT =
            "device_id = :device AND stream = :stream AND model = :model AND version = :version";

    /**
     * Keeps a window that is not there yet.
     *
     * @param hourly whether it is all of an hour that is known
     */
    void put(Subject subject, Window window, boolean hourly, Instant now) {
        bound(handle.createUpdate("""
                        INSERT INTO behaviour_window (device_id, id, stream, model, version, begun_at, ended_at, lost, answers,
                            behaviour, hourly, received_at)
                        VALUES (:device, :id, :stream, :model, :version, :from, :to, :lost, :answers,
                            :behaviour, :hourly, :now)
                        ON CONFLICT DO NOTHING"""), subject)
                .bind("id", window.id())
                .bind("from", window.from())
                .bind("to", window.to())
                .bind("lost", window.lost())
                .bind("answers", window.behaviour().answers())
                .bind("behaviour", StoredBehaviour.encode(window.behaviour()))
                .bind("hourly", hourly)
                .bind("now", now)
                .execute();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Subject subject) {
        return statement
                .bind("device", subject.device())
                .bind("stream", subject.stream())
                .bind("model", subject.version().model())
                .bind("version", subject.version().version());
    }

    /** Of whom something came since then. */
    List<Subject> heardOf(Instant since) {
        return handle.createQuery("""
                        SELECT DISTINCT device_id, stream, model, version FROM behaviour_window
                        WHERE received_at >= :since AND NOT hourly""")
                .bind("since", since)
                .map((row, _) -> Subject.of(row))
                .list();
    }

    /** The windows of a subject that ended since then, the newest first. To be closed. */
    Stream<Window> latest(Subject subject, Instant since) {
        return bound(
                handle.createQuery("SELECT * FROM behaviour_window WHERE " + OF_SUBJECT
                        + " AND ended_at > :since ORDER BY ended_at DESC"),
                subject)
                .bind("since", since)
                .setFetchSize(FETCHED)
                .map((row, _) -> read(row))
                .stream();
    }

    /** The windows that match and ended within a time, the oldest first. To be closed. */
    Stream<Window> matching(WindowQuery query, Instant after, Instant until) {
        return handle
                .createQuery("""
                        SELECT * FROM behaviour_window
                        WHERE model = :model AND version = :version AND ended_at > :after AND ended_at <= :until
                          AND (:device::text IS NULL OR device_id = :device)
                          AND (:stream::text IS NULL OR stream = :stream)
                          AND (:labels::jsonb = '{}'
                               OR device_id IN (SELECT id FROM device WHERE labels @> :labels::jsonb))
                        ORDER BY ended_at""")
                .bind("model", query.version().model())
                .bind("version", query.version().version())
                .bind("after", after)
                .bind("until", until)
                .bind("device", query.device())
                .bind("stream", query.stream())
                .bind("labels", query.labels())
                .setFetchSize(FETCHED)
                .map((row, _) -> read(row))
                .stream();
    }

    /** When the first window of a version that is known ended; empty if there is none. */
    Optional<Instant> firstEnd(ModelRef version) {
        return handle.createQuery(
                        "SELECT min(ended_at) FROM behaviour_window WHERE model = :model AND version = :version")
                .bind("model", version.model())
                .bind("version", version.version())
                .mapTo(Instant.class)
                .findOne();
    }

    /** Hours of subjects with windows that came before then, and are by themselves still. */
    List<SubjectHour> dueHours(Instant receivedBefore, int most) {
        return handle.createQuery("""
                        SELECT device_id, stream, model, version, date_bin('1 hour', ended_at, 'epoch') AS hour
                        FROM behaviour_window WHERE received_at < :before AND NOT hourly
                        GROUP BY device_id, stream, model, version, hour LIMIT :most""")
                .bind("before", receivedBefore)
                .bind("most", most)
                .map((row, _) -> new SubjectHour(
                        Subject.of(row), row.getTimestamp("hour").toInstant()))
                .list();
    }

    /** Takes the windows of an hour away that came before then, or are one already. */
    List<Window> take(SubjectHour hour, Instant receivedBefore) {
        return bound(handle.createQuery("""
                        DELETE FROM behaviour_window
                        WHERE %s AND ended_at >= :hour AND ended_at < :hour::timestamptz + interval '1 hour'
                          AND (hourly OR received_at < :before) RETURNING *""".formatted(OF_SUBJECT)), hour.subject())
                .bind("hour", hour.begin())
                .bind("before", receivedBefore)
                .map((row, _) -> read(row))
                .list();
    }

    /** Forgets what ended before then. */
    int forget(Instant endedBefore) {
        return handle.createUpdate("DELETE FROM behaviour_window WHERE ended_at < :before")
                .bind("before", endedBefore)
                .execute();
    }

    private static Window read(ResultSet row) throws SQLException {
        return new Window(
                row.getLong("id"),
                row.getTimestamp("begun_at").toInstant(),
                row.getTimestamp("ended_at").toInstant(),
                row.getLong("lost"),
                StoredBehaviour.decode(row.getBytes("behaviour")));
    }

    /** An hour of a subject. */
    record SubjectHour(Subject subject, Instant begin) {}
}
