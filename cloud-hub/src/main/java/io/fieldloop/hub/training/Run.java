package io.fieldloop.hub.training;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as people see it.
 *
 * @param kind {@code head-retraining} or {@code evaluation}
 * @param baseVersion that a retraining starts from; null for an evaluation
 * @param version that is evaluated, or that a retraining made; null until it has
 * @param state {@code queued}, {@code running}, {@code succeeded}, {@code failed} or {@code cancelled}
 * @param progress 0 to 1
 * @param step what it is doing, or did last; null before it starts
 * @param failure why it failed; null unless it did
 */
@Serdeable
public record Run(
        UUID id,
        String kind,
        String model,
        @Nullable Integer baseVersion,
        @Nullable Integer version,
        String snapshot,
        long seed,
        String state,
        double progress,
        @Nullable String step,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String failure) {
    static Run of(RunRow row) {
        Integer version = row.model().version();
        Integer result = row.result().orElse(null);
        return new Run(
                row.id(),
                row.kind().word(),
                row.model().model().value(),
                switch (row.kind()) {
                    case HEAD_RETRAINING -> version;
                    case EVALUATION -> null;
                },
                switch (row.kind()) {
                    case HEAD_RETRAINING -> result;
                    case EVALUATION -> version;
                },
                row.snapshot().hex(),
                row.seed(),
                row.state().word(),
                row.progress(),
                row.step().orElse(null),
                row.startedAt().orElse(null),
                row.endedAt().orElse(null),
                row.failure().orElse(null));
    }
}
