package io.fieldloop.hub.datasets;

import java.util.Locale;

/** Where an item of a dataset came from; also the part of the test that it belongs to. */
public enum Origin {
    /** Captured by a device and labelled here. */
    FIELD,
    /** Imported. */
    LAB;

    /** The name in REST and tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #word()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Origin of(String word) {
        for (Origin origin : values()) {
            if (origin.word().equals(word)) {
                return origin;
            }
        }
        throw new IllegalArgumentException("an origin is field or lab, not '" + word + "'");
    }
}
