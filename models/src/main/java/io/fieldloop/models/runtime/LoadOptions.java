package io.fieldloop.models.runtime;

import java.util.Optional;

/**
 * How a model is to run.
 *
 * @param threads that one run may use on the processor; more than 1 pays only for large models on idle processors
 * @param accelerator what computes what it can of the model, the rest being the processor's; empty leaves it to the runtime, which
 *     takes its best for the processor
 * @param observed whether it is recorded where each operator runs, for {@link Session#placement()}; the runs before that is asked
 *     are slower
 */
public record LoadOptions(int threads, Optional<Accelerator> accelerator, boolean observed) {
    /** One thread a run, on the processor, not observed. */
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

    /** On so many threads of the processor. */
    public LoadOptions(int threads) {
        this(threads, Optional.empty(), false);
    }

    /** The same by an accelerator. */
    public LoadOptions on(Accelerator asked) {
        return new LoadOptions(threads, Optional.of(asked), observed);
    }

    /** The same, with a record of where each operator runs. */
    public LoadOptions observe() {
        return new LoadOptions(threads, accelerator, true);
    }
}
