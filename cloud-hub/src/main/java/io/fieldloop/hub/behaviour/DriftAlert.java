package io.fieldloop.hub.behaviour;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version behaves differently from its profile on a stream of a device.
 *
 * @param profile what it was compared with: {@code field}, {@code lab} or {@code first-week}
 * @param divergence when it was last looked at
 * @param clearedAt null while it lasts
 */
@Serdeable
record DriftAlert(
        UUID id,
        String deviceId,
        String stream,
        String model,
        int version,
        String profile,
        Divergence divergence,
        Instant raisedAt,
        @Nullable Instant clearedAt) {}
