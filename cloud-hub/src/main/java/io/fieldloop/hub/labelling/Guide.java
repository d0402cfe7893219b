package io.fieldloop.hub.labelling;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.Brief;
import io.micronaut.serde.annotation.Serdeable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How people are to label the samples of a model.
 *
 * @param version counted up with each change; 0 for the one that follows from the brief alone
 * @param markdown what to look at, with examples
 * @param classes in the order in which they are shown
 */
@Serdeable
public record Guide(int version, String markdown, List<GuideClass> classes) {
    private static final int MAX_MARKDOWN = 100_000;
    private static final int MAX_DESCRIPTION = 1_000;
    private static final String KEYS = "1234567890";

    /** Takes a copy of the classes. */
    public Guide {
        classes = List.copyOf(classes);
    }

    /** What there is before somebody writes a guide: the classes of the brief, on the keys 1 to 9 and 0. */
    static Guide of(Brief brief) {
        return new Guide(
                0,
                "",
                IntStream.range(0, brief.labels().size())
                        .mapToObj(i -> new GuideClass(
                                brief.labels().get(i), i < KEYS.length() ? KEYS.substring(i, i + 1) : "", ""))
                        .toList());
    }

    /**
     * Checks what a person wrote.
     *
     * @throws ProblemException naming the field that is wrong
     */
    static void check(NewGuide written, Brief brief) {
        if (written.markdown().length() > MAX_MARKDOWN) {
            throw ProblemException.invalid("/markdown", "a guide has at most %d characters".formatted(MAX_MARKDOWN));
        }
        Set<String> names = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < written.classes().size(); i++) {
            check(written.classes().get(i), "/classes/%d".formatted(i), names, keys);
        }
        if (!names.equals(Set.copyOf(brief.labels()))) {
            throw ProblemException.invalid(
                    "/classes", "the classes must be those of the brief: " + String.join(", ", brief.labels()));
        }
    }

    private static void check(GuideClass written, String pointer, Set<String> names, Set<String> keys) {
        if (!names.add(written.name())) {
            throw ProblemException.invalid(pointer + "/name", "class '%s' stands twice".formatted(written.name()));
        }
        boolean isKey = written.key().isEmpty() || (written.key().length() == 1 && keys.add(written.key()));
        if (!isKey) {
            throw ProblemException.invalid(
                    pointer + "/key", "a key is one character that no other class has, or empty");
        }
        if (written.description().length() > MAX_DESCRIPTION) {
            throw ProblemException.invalid(
                    pointer + "/description", "a description has at most %d characters".formatted(MAX_DESCRIPTION));
        }
    }

    /**
     * A class and how it is chosen.
     *
     * @param key one character; empty for none
     */
    @Serdeable
    public record GuideClass(String name, String key, String description) {}

    /** A guide as somebody writes it; the hub counts its version. */
    @Serdeable
    public record NewGuide(
            String markdown, @JsonProperty(required = true) List<GuideClass> classes) {
        /** Takes a copy of the classes. */
        public NewGuide {
            classes = List.copyOf(classes);
        }
    }
}
