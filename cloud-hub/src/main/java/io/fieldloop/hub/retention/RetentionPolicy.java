package io.fieldloop.hub.retention;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.problem.ProblemException;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * What is kept.
 *
 * @param rules the first one that is for a sample decides about it; a sample that none is for is kept
 */
@Serdeable
record RetentionPolicy(@JsonProperty(required = true) List<RetentionRule> rules) {
    static final RetentionPolicy EVERYTHING = new RetentionPolicy(List.of());

    private static final int MOST_RULES = 64;

    /** Takes a copy of the rules. */
    RetentionPolicy {
        rules = List.copyOf(rules);
    }

    /**
     * Checks the rules.
     *
     * @throws ProblemException that points to what is wrong
     */
    RetentionPolicy checked() {
        if (rules.size() > MOST_RULES) {
            throw ProblemException.invalid("/rules", "at most %d".formatted(MOST_RULES));
        }
        for (int i = 0; i < rules.size(); i++) {
            String pointer = "/rules/%d".formatted(i);
            rules.get(i).check(pointer);
            if (rules.get(i).isForAll() && i < rules.size() - 1) {
                throw ProblemException.invalid(
                        pointer, "this rule is for all samples, so none would be left to those after it; put it last");
            }
        }
        return this;
    }
}
