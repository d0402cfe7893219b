package io.fieldloop.hub.devices;

import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.placement.PlacementCertificate;
import io.fieldloop.models.runtime.Accelerator;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the operators of a serving model run, by a certificate that the device signed.
 *
 * @param standing {@code unasked}, {@code whole}, {@code partial} or {@code fallback}: how what was asked for compares with what runs
 * @param asked the accelerators that the device's configuration names
 * @param fallback why none of them computes the model; null when one does, or none is named
 * @param operators how many of each operator, by what computes them
 * @param elsewhere how many of them do not run on the accelerator that computes the model
 * @param latencyMicros median of one prediction, when it was measured
 * @param distance the largest difference of any output from what the processor computes
 * @param certifiedAt by the device's clock
 */
@Serdeable
public record ServedPlacement(
        String standing,
        List<String> asked,
        @Nullable String fallback,
        Map<String, Map<String, Integer>> operators,
        int elsewhere,
        long latencyMicros,
        double distance,
        Instant certifiedAt) {
    /** Takes copies of what it lists. */
    public ServedPlacement {
        asked = List.copyOf(asked);
        operators = Map.copyOf(operators);
    }

    static ServedPlacement of(PlacementCertificate certificate) {
        return new ServedPlacement(
                JsonFields.word(certificate.standing()),
                certificate.asked().stream().map(Accelerator::toString).toList(),
                certificate.fallback().orElse(null),
                certificate.placement().operators(),
                certificate.elsewhere(),
                certificate.measured().medianMicros(),
                certificate.measured().distance(),
                certificate.at());
    }
}
