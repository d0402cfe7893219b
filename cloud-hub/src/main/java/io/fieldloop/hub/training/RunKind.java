package io.fieldloop.hub.training;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a run does. */
enum RunKind {
    /** Makes the next version of a model by learning its last layer anew. */
    HEAD_RETRAINING,
    /** Finds out how a version does. */
    EVALUATION;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<RunKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
