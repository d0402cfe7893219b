package io.fieldloop.hub.rollouts;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** One device of a rollout as its table has it. */
record DeviceRow(RolloutId rollout, int wave, DeviceId device, Progress progress, Instant updatedAt) {
    DeviceRow with(Progress next) {
        return new DeviceRow(rollout, wave, device, next, updatedAt);
    }

    static DeviceRow read(ResultSet row) throws SQLException {
        String failure = row.getString("failure");
        return new DeviceRow(
                new RolloutId(row.getObject("rollout_id", UUID.class)),
                row.getInt("wave"),
                new DeviceId(row.getString("device_id")),
                new Progress(
                        row.getInt("attempt"),
                        Optional.ofNullable(row.getString("stage")).map(Stage::valueOf),
                        failure == null
                                ? Optional.empty()
                                : Optional.of(new Failure(FailureCode.valueOf(failure), row.getString("detail")))),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
