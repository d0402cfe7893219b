package io.fieldloop.models.placement;

import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the operators of a model ran when a device had loaded it, and what was measured of it before.
 *
 * @param device that says so
 * @param model the version
 * @param variant of its package, such as {@code onnx-fp32}
 * @param file the model's file
 * @param asked the accelerators that the device's configuration names; empty when it names none
 * @param accelerator what computes the model
 * @param fallback why that is none of those that were asked for; empty when it is one
 * @param placement its operators, as they ran
 * @param measured how it did on the golden samples
 * @param versions of runtimes, system, libraries and drivers, one line each
 * @param at when its operators were seen, by the device's clock
 */
public record PlacementCertificate(
        DeviceId device,
        ModelRef model,
        String variant,
        Sha256 file,
        List<Accelerator> asked,
        Accelerator accelerator,
        Optional<String> fallback,
        Placement placement,
        Measured measured,
        List<String> versions,
        Instant at) {
    /** Takes copies of the lists. */
    public PlacementCertificate {
        asked = List.copyOf(asked);
        versions = List.copyOf(versions);
    }

    /**
     * How a model did on its golden samples.
     *
     * @param medianMicros of one prediction, in microseconds
     * @param p95Micros what 95 of 100 predictions did not exceed
     * @param microjoules the energy of one prediction; empty where it is not accounted for
     * @param distance the largest difference of any output from what the processor computes
     */
    public record Measured(long medianMicros, long p95Micros, OptionalLong microjoules, double distance) {}

    /** How many operators run elsewhere than on what computes the model. */
    public int elsewhere() {
        return placement.fallback(accelerator);
    }

    /** How what was asked for compares with what runs. */
    public Standing standing() {
        if (asked.isEmpty()) {
            return Standing.UNASKED;
        }
        if (!asked.contains(accelerator) || placement.on(accelerator) == 0) {
            return Standing.FALLBACK;
        }
        return elsewhere() == 0 ? Standing.WHOLE : Standing.PARTIAL;
    }
}
