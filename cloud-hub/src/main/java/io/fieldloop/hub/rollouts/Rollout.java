package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.rollouts.RolloutState.Cancelled;
import io.fieldloop.hub.rollouts.RolloutState.Halted;
import io.fieldloop.hub.rollouts.RolloutState.Paused;
import io.fieldloop.hub.rollouts.RolloutState.Running;
import io.fieldloop.hub.rollouts.RolloutState.Succeeded;
import io.fieldloop.hub.rollouts.RolloutTable.WaveTally;
import io.fieldloop.protocol.Failure;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as people see it.
 *
 * @param state {@code running}, {@code paused}, {@code succeeded} or {@code cancelled}
 * @param reason why it does not go on; null while it does
 * @param endedAt null until it has succeeded or was cancelled
 * @param waves in their order
 * @param events what happened, the oldest first
 */
@Serdeable
public record Rollout(
        UUID id,
        String model,
        int version,
        String state,
        @Nullable String reason,
        Instant createdAt,
        Instant startedAt,
        @Nullable Instant endedAt,
        List<Wave> waves,
        List<Event> events) {
    /** Takes copies of the lists. */
    public Rollout {
        waves = List.copyOf(waves);
        events = List.copyOf(events);
    }

    static Rollout of(
            RolloutRow row, List<WaveTally> tallies, Map<Integer, List<DeviceRow>> devices, List<Event> events) {
        return new Rollout(
                row.id().value(),
                row.model().model().value(),
                row.model().version(),
                state(row.state()),
                RolloutRow.reason(row.state()).orElse(null),
                row.createdAt(),
                row.startedAt(),
                row.endedAt().orElse(null),
                tallies.stream()
                        .map(tally -> Wave.of(row.state(), tally, devices.getOrDefault(tally.wave(), List.of())))
                        .toList(),
                events);
    }

    private static String state(RolloutState state) {
        return switch (state) {
            case Running _ -> "running";
            case Paused _, Halted _ -> "paused";
            case Succeeded _ -> "succeeded";
            case Cancelled _ -> "cancelled";
        };
    }

    /**
     * A wave.
     *
     * @param number counted from 1
     * @param state {@code waiting}, {@code running}, {@code passed}, or {@code failed} while a device's rejection holds it
     * @param size how many devices it has
     * @param serving how many of them serve the version
     * @param rejected how many of them rejected it
     * @param devices by id; in lists and live events only the first {@value Rollouts#SHOWN_DEVICES}, those that rejected or
     *     do not serve yet before the others
     */
    @Serdeable
    public record Wave(int number, String state, int size, int serving, int rejected, List<Device> devices) {
        /** Takes a copy of the devices. */
        public Wave {
            devices = List.copyOf(devices);
        }

        static Wave of(RolloutState rollout, WaveTally tally, List<DeviceRow> devices) {
            return new Wave(
                    tally.wave(),
                    state(rollout, tally),
                    tally.devices(),
                    tally.serving(),
                    tally.rejected(),
                    devices.stream().map(Device::of).toList());
        }

        private static String state(RolloutState rollout, WaveTally tally) {
            if (tally.wave() != rollout.wave()) {
                return tally.wave() < rollout.wave() ? "passed" : "waiting";
            }
            return switch (rollout) {
                case Running _, Paused _ -> "running";
                case Halted _ -> "failed";
                case Succeeded _ -> "passed";
                case Cancelled _ -> tally.rejected() > 0 ? "failed" : "waiting";
            };
        }
    }

    /**
     * A device in a wave.
     *
     * @param attempt of its present offer; 0 while its wave waits
     * @param stage as the device reported it last; null before its first report
     * @param failure null unless it rejected the version
     */
    @Serdeable
    public record Device(
            String deviceId,
            int attempt,
            @Nullable String stage,
            @Nullable Rejection failure,
            Instant updatedAt) {
        static Device of(DeviceRow row) {
            return new Device(
                    row.device().value(),
                    row.progress().attempt(),
                    row.progress().stage().map(Enum::name).orElse(null),
                    row.progress().failure().map(Rejection::of).orElse(null),
                    row.updatedAt());
        }
    }

    /**
     * Why a device rejected a version.
     *
     * @param code what kind of failure
     * @param owner who has to look at it
     * @param detail one sentence
     */
    @Serdeable
    public record Rejection(String code, String owner, String detail) {
        static Rejection of(Failure failure) {
            return new Rejection(failure.code().name(), failure.code().owner().name(), failure.detail());
        }
    }

    /** Something that happened, in one sentence. */
    @Serdeable
    public record Event(Instant at, String text) {}
}
