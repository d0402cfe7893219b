package io.fieldloop.hub.devices;

import io.fieldloop.hub.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says which devices are meant: those that have all of these labels. None means all devices.
 *
 * @param labels names and values, each by the grammar of {@link #requireLabels}
 */
public record Selector(Map<String, String> labels) {
    private static final int MOST_LABELS = 32;
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9./_-]{0,61}[a-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9./_ -]{0,61}[A-Za-z0-9])?");

    /**
     * Takes a copy of the labels.
     *
     * @throws IllegalArgumentException if one breaks the grammar
     */
    public Selector {
        labels = requireLabels(labels);
    }

    /**
     * Reads labels that a query gives as {@code label=name=value}.
     *
     * @throws ProblemException if one is not given like that, or breaks the grammar
     */
    public static Selector ofQuery(List<String> labels) {
        Map<String, String> wanted = new HashMap<>();
        for (String label : labels) {
            String[] parts = label.split("=", 2);
            if (parts.length != 2) {
                throw ProblemException.invalid("?label", "a label is given as name=value");
            }
            wanted.put(parts[0], parts[1]);
        }
        try {
            return new Selector(wanted);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("?label", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Checks labels and copies them.
     *
     * @throws IllegalArgumentException if there are more than 32, or a name or value has characters it may not have
     */
    static Map<String, String> requireLabels(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS) {
            throw new IllegalArgumentException("at most %d labels".formatted(MOST_LABELS));
        }
        labels.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a label's name has 1 to 63 of a-z, 0-9 and ./_- inside; '%s' does not".formatted(shown(name)));
            }
            if (!VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "a label's value has 1 to 63 letters, digits and ./_- or blanks inside; that of '%s' does not"
                                .formatted(name));
            }
        });
        return Map.copyOf(labels);
    }

    private static String shown(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "…";
    }
}
