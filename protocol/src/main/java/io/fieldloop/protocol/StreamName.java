package io.fieldloop.protocol;

/**
 * The name of one source of samples on a device, unique on that device.
 *
 * @param value 1 to 63 of {@code a-z}, {@code 0-9} and {@code -}, neither first nor last a {@code -}
 */
public record StreamName(String value) implements Comparable<StreamName> {
    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if {@code value} breaks it
     */
    public StreamName {
        Names.require("stream name", value);
    }

    @Override
    public int compareTo(StreamName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
