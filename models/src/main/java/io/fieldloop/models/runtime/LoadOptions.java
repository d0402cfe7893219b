package io.fieldloop.models.runtime;

/**
 * How a model is to run.
 *
 * @param threads that one run may use; more than 1 pays only for large models on idle processors
 */
public record LoadOptions(int threads) {
    /** One thread a run. */
    public static final LoadOptions DEFAULT = new LoadOptions(1);

    private static final int MAX_THREADS = 64;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not within 1 to 64
     */
    public LoadOptions {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException(
                    "threads must be within 1 to %d, not %d".formatted(MAX_THREADS, threads));
        }
    }
}
