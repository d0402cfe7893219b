package io.fieldloop.hub.training;

import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A run as its table has it.
 *
 * @param model the version that it starts from or evaluates
 * @param progress 0 to 1
 * @param result the version that it made
 */
record RunRow(
        UUID id,
        RunKind kind,
        ModelRef model,
        Sha256 snapshot,
        long seed,
        RunState state,
        double progress,
        Optional<String> step,
        int attempts,
        Optional<Integer> result,
        Optional<String> failure,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {
    static RunRow read(ResultSet row) throws SQLException {
        return new RunRow(
                row.getObject("id", UUID.class),
                RunKind.of(row.getString("kind")).orElseThrow(),
                new ModelRef(new ModelName(row.getString("model")), row.getInt("version")),
                Sha256.ofDigest(row.getBytes("snapshot")),
                row.getLong("seed"),
                RunState.of(row.getString("state")),
                row.getDouble("progress"),
                Optional.ofNullable(row.getString("step")),
                row.getInt("attempts"),
                Optional.ofNullable(row.getObject("result_version", Integer.class)),
                Optional.ofNullable(row.getString("failure")),
                instant(row, "started_at"),
                instant(row, "ended_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
