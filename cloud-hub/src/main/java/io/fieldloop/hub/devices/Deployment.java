package io.fieldloop.hub.devices;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one device does with one package that it was offered.
 *
 * @param failure null unless it rejected the package
 * @param updatedAt by the device's clock
 */
@Serdeable
record Deployment(
        UUID rolloutId,
        String model,
        int version,
        int attempt,
        Stage stage,
        @Nullable Rejection failure,
        Instant updatedAt) {
    static Deployment of(DeploymentReport report) {
        return new Deployment(
                report.rollout().value(),
                report.model().model().value(),
                report.model().version(),
                report.attempt(),
                report.stage(),
                report.failure().map(Rejection::of).orElse(null),
                report.at());
    }

    /** Why it was rejected, and who has to look at it. */
    @Serdeable
    record Rejection(FailureCode code, FailureCode.Owner owner, String detail) {
        static Rejection of(Failure failure) {
            return new Rejection(failure.code(), failure.code().owner(), failure.detail());
        }
    }
}
