package io.fieldloop.protocol;

/**
 * The name of a device, unique at its hub; it is also the subject of the device's certificate.
 *
 * @param value 1 to 63 of {@code a-z}, {@code 0-9} and {@code -}, neither first nor last a {@code -}
 */
public record DeviceId(String value) implements Comparable<DeviceId> {
    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if {@code value} breaks it
     */
    public DeviceId {
        Names.require("device id", value);
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
