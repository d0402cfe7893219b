package io.fieldloop.agent.accelerator;

import io.fieldloop.agent.accelerator.Decision.Chosen;
import io.fieldloop.agent.accelerator.Decision.Refused;
import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import java.util.Locale;
import java.util.OptionalLong;

/** A measurement as people read it. */
public record MeasurementTable(Measurement measurement) {
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(row("CANDIDATE", "MEDIAN", "95 %", "ENERGY", "MEMORY", "DISTANCE", "OPERATORS"));
        for (Probed probed : measurement.table()) {
            String candidate = probed.candidate().toString();
            text.append(
                    switch (probed.finding()) {
                        case Fit fit -> row(candidate, fit);
                        case Unfit(var failure) -> String.format(Locale.ROOT, "%s %s%n", padded(candidate), failure);
                    });
        }
        return text.append(conclusion()).append(System.lineSeparator()).toString();
    }

    private String padded(String candidate) {
        int width = measurement.table().stream()
                .mapToInt(probed -> probed.candidate().toString().length())
                .max()
                .orElse(0);
        return candidate + " ".repeat(Math.max(0, width - candidate.length()));
    }

    private String row(String candidate, Fit fit) {
        return row(
                candidate,
                micros(fit.medianMicros()),
                micros(fit.p95Micros()),
                energy(fit.microjoules()),
                (fit.residentBytes() >> 20) + " MiB",
                String.format(Locale.ROOT, "%.2g", fit.distance()),
                fit.placement().toString());
    }

    private String row(String candidate, Object... cells) {
        return padded(candidate) + String.format(Locale.ROOT, " %10s %10s %9s %8s %9s  %s%n", cells);
    }

    private static String micros(long micros) {
        return micros < 10_000 ? micros + " µs" : micros / 1000 + " ms";
    }

    private static String energy(OptionalLong microjoules) {
        return microjoules.isPresent() ? microjoules.getAsLong() + " µJ" : "-";
    }

    private String conclusion() {
        return switch (measurement.decision()) {
            case Chosen(var candidate, var _, var fallback) ->
                "It runs as " + candidate
                        + fallback.map("; nothing better, for "::concat).orElse("");
            case Refused(var failure) -> "It must not serve: " + failure;
        };
    }
}
