package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.sketch.Behaviour;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a version is expected to behave.
 *
 * @param snapshot on whose test items it was evaluated; empty for its first week
 */
public record Profile(Source source, Optional<Sha256> snapshot, Behaviour behaviour, Instant at) {
    /** With fewer answers nothing is known. */
    static final long LEAST_ANSWERS = 50;

    /** Where a profile comes from, the best first. */
    public enum Source {
        /** Test items that devices captured. */
        FIELD("field"),
        /** Test items that were imported. */
        LAB("lab"),
        /** What the version did in the week after it was first heard of. */
        FIRST_WEEK("first-week");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        /** How it is written outside of the program. */
        public String word() {
            return word;
        }

        /** Of that word, which must be one. */
        public static Source of(String word) {
            return Arrays.stream(values())
                    .filter(s -> s.word.equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
