package io.fieldloop.protocol;

import java.util.UUID;

/** Names one rollout; made by the hub. */
public record RolloutId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if {@code text} is no UUID
     */
    public static RolloutId of(String text) {
        return new RolloutId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
