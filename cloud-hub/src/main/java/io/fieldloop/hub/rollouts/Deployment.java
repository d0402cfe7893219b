package io.fieldloop.hub.rollouts;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one device did with what one rollout offered it.
 *
 * @param stage as the device reported it last; null before its first report
 * @param failure null unless it rejected the version
 */
@Serdeable
public record Deployment(
        UUID rolloutId,
        String model,
        int version,
        int attempt,
        @Nullable String stage,
        Rollout.@Nullable Rejection failure,
        Instant updatedAt) {
    static Deployment of(RolloutRow rollout, DeviceRow device) {
        Rollout.Device view = Rollout.Device.of(device);
        return new Deployment(
                rollout.id().value(),
                rollout.model().model().value(),
                rollout.model().version(),
                view.attempt(),
                view.stage(),
                view.failure(),
                view.updatedAt());
    }
}
