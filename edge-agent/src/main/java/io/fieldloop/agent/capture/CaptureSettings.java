package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.Around;
import io.fieldloop.agent.capture.CaptureRule.Novelty;
import io.fieldloop.agent.capture.CaptureRule.Outlier;
import io.fieldloop.agent.capture.CaptureRule.Shadow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is captured of one stream.
 *
 * @param rules why inputs are captured; without any, nothing is
 * @param nearDuplicates which of them are not captured after all; empty when each is
 * @param media in what form they are kept
 */
public record CaptureSettings(List<CaptureRule> rules, Optional<NearDuplicates> nearDuplicates, MediaPolicy media) {
    /** Captures nothing. */
    public static final CaptureSettings NOTHING = new CaptureSettings(List.of());

    /**
     * Takes a copy of the rules.
     *
     * @throws IllegalArgumentException if two look around, or ask a shadow, or one looks around a rule that is not there
     */
    public CaptureSettings {
        rules = List.copyOf(rules);
        List<String> names = rules.stream().map(CaptureRule::name).toList();
        if (names.stream().filter("around"::equals).count() > 1) {
            throw new IllegalArgumentException("there are two 'around' rules; make one of them that names all");
        }
        if (names.stream().filter("shadow"::equals).count() > 1) {
            throw new IllegalArgumentException("there are two 'shadow' rules; a stream has one shadow, so remove one");
        }
        only(Around.class, rules).stream()
                .flatMap(around -> around.of().stream())
                .forEach(name -> {
                    if (!names.contains(name) || name.equals("around")) {
                        throw new IllegalArgumentException(
                                "the 'around' rule is of '%s', but the other rules here are %s".formatted(name, names));
                    }
                });
    }

    /** Captures near-duplicates too, and everything as it is. */
    public CaptureSettings(List<CaptureRule> rules) {
        this(rules, Optional.empty(), MediaPolicy.AS_IS);
    }

    /** The rule that looks around; empty if there is none. */
    public Optional<Around> around() {
        return only(Around.class, rules);
    }

    /** The rule that asks a shadow; empty if there is none. */
    public Optional<Shadow> shadow() {
        return only(Shadow.class, rules);
    }

    /** Whether a rule looks at readings besides what the model said of them. */
    public boolean looksAtReadings() {
        return rules.stream().anyMatch(Outlier.class::isInstance);
    }

    /** Which outputs of the model the rules look at besides its predictions. */
    public Set<String> outputs() {
        return rules.stream()
                .flatMap(rule -> rule instanceof Novelty novelty ? novelty.output().stream() : Stream.empty())
                .collect(Collectors.toSet());
    }

    private static <R extends CaptureRule> Optional<R> only(Class<R> kind, List<CaptureRule> rules) {
        return rules.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
