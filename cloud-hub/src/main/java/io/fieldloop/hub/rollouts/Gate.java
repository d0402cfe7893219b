package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.Brief;
import io.fieldloop.hub.registry.Evaluation;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.hub.registry.Version;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a version has to show before it goes to a device: on the lab part of its newest evaluation it reaches the floor of
 * the brief; on the field part, if there is one, it is not worse than its parent on the same snapshot. A first version has
 * nothing before it that it could make worse, so it passes.
 */
@Singleton
final class Gate {
    private final Registry registry;

    Gate(Registry registry) {
        this.registry = registry;
    }

    /**
     * The version, if it may be rolled out.
     *
     * @throws ProblemException if there is none, or it may not
     */
    Version admit(String model, int version) {
        Version admitted = registry.require(wanted(model, version));
        refusal(registry.brief(new ModelName(model)), admitted).ifPresent(reason -> {
            throw ProblemException.conflict(reason);
        });
        return admitted;
    }

    private static ModelRef wanted(String model, int version) {
        try {
            return ModelRef.of(model, version);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(version < 1 ? "/version" : "/model", String.valueOf(e.getMessage()));
        }
    }

    /** Why the version must not be rolled out; empty if it may. */
    Optional<String> refusal(Brief brief, Version version) {
        if (version.version() == 1 || !brief.isMeasured()) {
            return Optional.empty();
        }
        Optional<Evaluation> lab = newest(version, Evaluation.LAB);
        if (lab.isEmpty()) {
            return Optional.of("%s@%d was never evaluated on lab images; start an evaluation run of it"
                    .formatted(version.model(), version.version()));
        }
        if (lab.get().value() < brief.floor()) {
            return Optional.of("%s@%d reaches an accuracy of %s on lab images, below the floor of %s"
                    .formatted(
                            version.model(), version.version(), share(lab.get().value()), share(brief.floor())));
        }
        return newest(version, Evaluation.FIELD).flatMap(field -> worseThanParent(version, field));
    }

    private Optional<String> worseThanParent(Version version, Evaluation field) {
        Integer parent = version.lineage().parentVersion();
        if (parent == null) {
            return Optional.empty();
        }
        ModelRef parentRef = ModelRef.of(version.model(), parent);
        Optional<Evaluation> before = registry.evaluations(parentRef).stream()
                .filter(e -> e.part().equals(Evaluation.FIELD) && e.snapshot().equals(field.snapshot()))
                .findFirst();
        if (before.isEmpty()) {
            return Optional.of("its parent %s was not evaluated on snapshot %s; start an evaluation run of it"
                    .formatted(parentRef, new Sha256(field.snapshot())));
        }
        if (field.value() < before.get().value()) {
            return Optional.of("%s@%d reaches an accuracy of %s on field images, its parent %s reaches %s"
                    .formatted(
                            version.model(),
                            version.version(),
                            share(field.value()),
                            parentRef,
                            share(before.get().value())));
        }
        return Optional.empty();
    }

    private static Optional<Evaluation> newest(Version version, String part) {
        List<Evaluation> newestFirst = version.evaluations();
        return newestFirst.stream().filter(e -> e.part().equals(part)).findFirst();
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
