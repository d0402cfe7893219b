package io.fieldloop.hub.devices;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The last that each device said of each package that it was offered. Thread-safe. */
@Singleton
public class Deployments {
    private static final Duration RECENT = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Devices devices;

    Deployments(Jdbi jdbi, Devices devices) {
        this.jdbi = jdbi;
        this.devices = devices;
    }

    /** Writes a report down, unless a later attempt has been reported. */
    public void reported(Handle transaction, DeviceId device, DeploymentReport report, Instant now) {
        transaction
                .createUpdate("""
                        INSERT INTO deployment AS d (device_id, rollout_id, attempt, model, version, stage, failure,
                            detail, reported_at, received_at)
                        VALUES (:device, :rollout, :attempt, :model, :version, :stage, :failure, :detail, :at, :now)
                        ON CONFLICT (device_id, rollout_id) DO UPDATE SET
                            attempt = excluded.attempt, model = excluded.model, version = excluded.version,
                            stage = excluded.stage, failure = excluded.failure, detail = excluded.detail,
                            reported_at = excluded.reported_at, received_at = excluded.received_at
                        WHERE excluded.attempt >= d.attempt""")
                .bind("device", device)
                .bind("rollout", report.rollout())
                .bind("attempt", report.attempt())
                .bind("model", report.model().model())
                .bind("version", report.model().version())
                .bind("stage", report.stage().name())
                .bind("failure", report.failure().map(f -> f.code().name()).orElse(null))
                .bind("detail", report.failure().map(Failure::detail).orElse(null))
                .bind("at", report.at())
                .bind("now", now)
                .execute();
    }

    /** The last reports before the hub went down, oldest first; somebody may not have heard of them. */
    public List<Reported> beforeTheEnd() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM deployment
                        WHERE received_at > (SELECT max(received_at) FROM deployment) - :recent::interval
                        ORDER BY received_at, device_id""")
                .bind("recent", RECENT.toString())
                .map((row, _) -> new Reported(new DeviceId(row.getString("device_id")), report(row)))
                .list());
    }

    List<Deployment> list(DeviceId device, @Nullable UUID before, int limit) {
        devices.require(device);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM deployment
                        WHERE device_id = :device AND (:before::uuid IS NULL OR rollout_id < :before::uuid)
                        ORDER BY rollout_id DESC LIMIT :limit""")
                .bind("device", device)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> Deployment.of(report(row)))
                .list());
    }

    private static DeploymentReport report(ResultSet row) throws SQLException {
        String failure = row.getString("failure");
        return new DeploymentReport(
                new RolloutId(row.getObject("rollout_id", UUID.class)),
                row.getInt("attempt"),
                ModelRef.of(row.getString("model"), row.getInt("version")),
                Stage.valueOf(row.getString("stage")),
                failure == null
                        ? Optional.empty()
                        : Optional.of(new Failure(FailureCode.valueOf(failure), row.getString("detail"))),
                row.getTimestamp("reported_at").toInstant());
    }

    /** A report and who made it. */
    public record Reported(DeviceId device, DeploymentReport report) {}
}
