package io.fieldloop.agent.deployment;

import io.fieldloop.agent.inference.Recent;
import io.fieldloop.agent.inference.Tally;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges a version that soaks by what it does itself, and by what the version before it did until then.
 *
 * @param soak what it has to keep to
 * @param before what the version before did; empty when none served
 */
record Judge(Soak soak, Optional<Tally> before) {
    /** Failures come in runs, so a version may fail that much more often than the one before. */
    private static final double FAILURE_FACTOR = 2;

    /** Whatever the version before did: what fails every second time does not serve. */
    private static final double MOST_FAILURES = 0.5;

    /** Fewer answers say little about the mix of labels. */
    private static final int LEAST_LABELLED = 50;

    /** Whether there is nothing more to wait for. */
    boolean isOver(Tally now) {
        return now.answered() >= soak.inferences() || objection(now).isPresent();
    }

    /** What speaks against the version; empty if nothing does so far. */
    Optional<String> objection(Tally now) {
        return failsTooOften(now)
                .or(() -> before.flatMap(then -> isTooSlow(now.recent(), then.recent())))
                .or(() -> before.flatMap(then -> saysOtherThings(now.recent(), then.recent())));
    }

    private Optional<String> failsTooOften(Tally now) {
        double usual = before.filter(then -> then.ended() > 0)
                .map(then -> (double) then.failed() / then.ended())
                .orElse(0.0);
        double allowed = soak.maxFailures() + Math.min(FAILURE_FACTOR * usual, MOST_FAILURES) * now.ended();
        return now.failed() > allowed
                ? Optional.of("of %d inferences %d were answered and %d failed; the last failure: %s"
                        .formatted(now.begun(), now.answered(), now.failed(), now.lastFailure()))
                : Optional.empty();
    }

    private Optional<String> isTooSlow(Recent now, Recent then) {
        return then.answers() >= Recent.LEAST_ANSWERS && now.isSlowerThan(then.medianMicros(), soak.maxSlowdown())
                ? Optional.of("the median of %d answers took %d µs, where the version before needed %d µs"
                        .formatted(now.answers(), now.medianMicros(), then.medianMicros()))
                : Optional.empty();
    }

    private Optional<String> saysOtherThings(Recent now, Recent then) {
        double drift = now.distance(then);
        return Math.min(now.answers(), then.answers()) >= LEAST_LABELLED && drift > soak.maxDrift()
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "the mix of labels differs by %.2f from that of the version before: %s after %s",
                        drift,
                        now.firsts(),
                        then.firsts()))
                : Optional.empty();
    }
}
