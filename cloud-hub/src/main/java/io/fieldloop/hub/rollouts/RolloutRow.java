package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.rollouts.RolloutState.Cancelled;
import io.fieldloop.hub.rollouts.RolloutState.Halted;
import io.fieldloop.hub.rollouts.RolloutState.Paused;
import io.fieldloop.hub.rollouts.RolloutState.Running;
import io.fieldloop.hub.rollouts.RolloutState.Succeeded;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A rollout as its table has it.
 *
 * @param waves how many there are
 * @param endedAt present exactly when it has succeeded or was cancelled
 */
record RolloutRow(
        RolloutId id,
        ModelRef model,
        Sha256 manifest,
        RolloutState state,
        int waves,
        Instant createdAt,
        Instant startedAt,
        Optional<Instant> endedAt) {

    RolloutRow with(RolloutState next) {
        return new RolloutRow(id, model, manifest, next, waves, createdAt, startedAt, endedAt);
    }

    static RolloutRow read(ResultSet row) throws SQLException {
        return new RolloutRow(
                new RolloutId(row.getObject("id", UUID.class)),
                new ModelRef(new ModelName(row.getString("model")), row.getInt("version")),
                Sha256.ofDigest(row.getBytes("manifest")),
                state(row.getString("state"), row.getInt("wave"), row.getString("reason")),
                row.getInt("waves"),
                instant(row, "created_at").orElseThrow(),
                instant(row, "started_at").orElseThrow(),
                instant(row, "ended_at"));
    }

    /** The word of a state in its table. */
    static String word(RolloutState state) {
        return switch (state) {
            case Running _ -> "running";
            case Paused _ -> "paused";
            case Halted _ -> "halted";
            case Succeeded _ -> "succeeded";
            case Cancelled _ -> "cancelled";
        };
    }

    /** Why the rollout does not go on; empty while it does. */
    static Optional<String> reason(RolloutState state) {
        return switch (state) {
            case Paused paused -> Optional.of(paused.reason());
            case Halted halted -> Optional.of(halted.reason());
            case Cancelled cancelled -> Optional.of(cancelled.reason());
            case Running _, Succeeded _ -> Optional.empty();
        };
    }

    private static RolloutState state(String word, int wave, String reason) {
        return switch (word) {
            case "running" -> new Running(wave);
            case "paused" -> new Paused(wave, reason);
            case "halted" -> new Halted(wave, reason);
            case "succeeded" -> new Succeeded(wave);
            case "cancelled" -> new Cancelled(wave, reason);
            default -> throw new IllegalStateException("no rollout is " + word);
        };
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
