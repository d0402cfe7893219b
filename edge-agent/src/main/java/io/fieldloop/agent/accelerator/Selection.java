package io.fieldloop.agent.accelerator;

import io.fieldloop.agent.accelerator.Decision.Chosen;
import io.fieldloop.agent.accelerator.Decision.Refused;
import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Accelerator.BuiltIn;
import io.fieldloop.models.runtime.Accelerator.Cpu;
import io.fieldloop.models.runtime.Accelerator.Delegate;
import io.fieldloop.models.runtime.Accelerator.Kind;
import io.fieldloop.models.runtime.Accelerator.Plugin;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides between candidates that were probed: the fastest of those that the policy allows. What is found serves only if it needs at
 * most 90 % of the processor's time, so that noise does not move a model; what is preferred serves up to 110 %.
 *
 * @param preference what the configuration says
 * @param table at least one row; those of the processor are among them unless nothing runs there
 */
record Selection(Preference preference, List<Probed> table) {
    private static final double FOUND_SHARE = 0.9;
    private static final double PREFERRED_SHARE = 1.1;

    private record Rated(Candidate candidate, Fit fit) {
        Chosen chosen(Optional<String> fallback) {
            return new Chosen(candidate, fit, fallback);
        }
    }

    Decision decide() {
        return switch (preference.policy()) {
            case ANY -> best(fastest(row -> !isProcessor(row)), FOUND_SHARE, Optional.empty());
            case PREFER -> best(fastest(this::isNamed), PREFERRED_SHARE, Optional.of(whyNotNamed()));
            case REQUIRE ->
                fastest(this::isNamed)
                        .<Decision>map(rated -> rated.chosen(Optional.empty()))
                        .orElseGet(() -> refused(FailureCode.ACCELERATOR_UNFIT, whyNotNamed()));
            case FORBID_FALLBACK -> whole();
        };
    }

    /** The contender, if it needs at most a share of the processor's time. */
    private Decision best(Optional<Rated> contender, double share, Optional<String> fallback) {
        Optional<Rated> processor = fastest(Selection::isProcessor);
        if (processor.isEmpty()) {
            return contender
                    .<Decision>map(rated -> rated.chosen(Optional.empty()))
                    .orElseGet(this::refusedByProcessor);
        }
        long allowedMicros = (long) (processor.get().fit().medianMicros() * share);
        return contender
                .filter(rated -> rated.fit().medianMicros() <= allowedMicros)
                .map(rated -> rated.chosen(Optional.empty()))
                .orElseGet(() -> processor
                        .get()
                        .chosen(fallback.filter(
                                _ -> !isNamed(processor.get().candidate().accelerator()))));
    }

    private Decision whole() {
        Optional<Rated> whole = fastest(row -> isNamed(row)
                && row.finding() instanceof Fit fit
                && fit.placement().fallback(row.candidate().accelerator()) == 0);
        if (whole.isPresent()) {
            return whole.get().chosen(Optional.empty());
        }
        return fastest(this::isNamed)
                .<Decision>map(partial -> refused(
                        FailureCode.OPERATOR_FALLBACK,
                        "%d of the %d operators of %s do not run there: %s"
                                .formatted(
                                        partial.fit()
                                                .placement()
                                                .fallback(partial.candidate().accelerator()),
                                        partial.fit().placement().count(),
                                        partial.candidate(),
                                        partial.fit().placement())))
                .orElseGet(() -> refused(FailureCode.ACCELERATOR_UNFIT, whyNotNamed()));
    }

    private Optional<Rated> fastest(Predicate<Probed> eligible) {
        return table.stream()
                .filter(eligible)
                .flatMap(row -> row.finding() instanceof Fit fit
                        ? Optional.of(new Rated(row.candidate(), fit)).stream()
                        : Optional.<Rated>empty().stream())
                .min(Comparator.comparingLong(rated -> rated.fit().medianMicros()));
    }

    /** What is wrong with the model itself shows on the processor. */
    private Decision refusedByProcessor() {
        return table.stream()
                .filter(Selection::isProcessor)
                .map(Probed::finding)
                .flatMap(finding -> finding instanceof Unfit(var failure)
                        ? Optional.of(failure).stream()
                        : Optional.<Failure>empty().stream())
                .findFirst()
                .<Decision>map(Refused::new)
                .orElseGet(() -> refused(FailureCode.ACCELERATOR_UNFIT, whyNotNamed()));
    }

    private static Decision refused(FailureCode code, String detail) {
        return new Refused(new Failure(code, detail));
    }

    private String whyNotNamed() {
        return table.stream()
                .filter(this::isNamed)
                .map(row -> switch (row.finding()) {
                    case Fit fit -> "%s takes %d µs".formatted(row.candidate(), fit.medianMicros());
                    case Unfit(var failure) -> "%s: %s".formatted(row.candidate(), failure);
                })
                .collect(Collectors.joining("; "));
    }

    private boolean isNamed(Probed row) {
        return isNamed(row.candidate().accelerator());
    }

    private boolean isNamed(Accelerator accelerator) {
        return preference.candidates().contains(accelerator);
    }

    private static boolean isProcessor(Probed row) {
        return row.candidate().isOnProcessor();
    }

    /** XNNPACK is the processor by other kernels. */
    static boolean isProcessor(Accelerator accelerator) {
        return switch (accelerator) {
            case Cpu _ -> true;
            case BuiltIn(var kind, var _) -> kind == Kind.XNNPACK;
            case Plugin _, Delegate _ -> false;
        };
    }
}
