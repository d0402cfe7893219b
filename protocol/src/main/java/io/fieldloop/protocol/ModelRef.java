package io.fieldloop.protocol;

/**
 * One version of a model, written {@code name@version}.
 *
 * @param model the family
 * @param version counted from 1 by the hub's registry, never reused
 */
public record ModelRef(ModelName model, int version) {
    /**
     * Checks the version.
     *
     * @throws IllegalArgumentException if {@code version} is below 1
     */
    public ModelRef {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "version of model %s must be at least 1, not %d".formatted(model, version));
        }
    }

    /** Shorthand for a name and a version. */
    public static ModelRef of(String model, int version) {
        return new ModelRef(new ModelName(model), version);
    }

    @Override
    public String toString() {
        return model + "@" + version;
    }
}
