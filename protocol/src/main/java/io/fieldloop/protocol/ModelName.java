package io.fieldloop.protocol;

/**
 * The name of a model family, unique at its hub.
 *
 * @param value 1 to 63 of {@code a-z}, {@code 0-9} and {@code -}, neither first nor last a {@code -}
 */
public record ModelName(String value) implements Comparable<ModelName> {
    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if {@code value} breaks it
     */
    public ModelName {
        Names.require("model name", value);
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
