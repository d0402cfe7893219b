package io.fieldloop.agent.accelerator;

import io.fieldloop.models.runtime.Accelerator;
import java.util.List;

/**
 * What a device's configuration says about the accelerators of a model.
 *
 * @param policy {@link Policy#ANY} exactly when none is named
 * @param candidates the accelerators that are named, up to {@value #MAX_CANDIDATES}, each once
 */
public record Preference(Policy policy, List<Accelerator> candidates) {
    /** Nothing is said. */
    public static final Preference NONE = new Preference(Policy.ANY, List.of());

    /** Each is measured by a process of its own. */
    public static final int MAX_CANDIDATES = 8;

    /** Besides the named ones, the processor by its two kinds of kernels; what is found is not more. */
    public static final int MAX_PROBES = MAX_CANDIDATES + 2;

    /**
     * Takes a copy of the candidates.
     *
     * @throws IllegalArgumentException if there are too many, one stands twice, or their presence does not suit the policy
     */
    public Preference {
        candidates = List.copyOf(candidates);
        if (candidates.size() > MAX_CANDIDATES) {
            throw new IllegalArgumentException(
                    "at most %d candidates are measured, not %d".formatted(MAX_CANDIDATES, candidates.size()));
        }
        if (candidates.stream().distinct().count() < candidates.size()) {
            throw new IllegalArgumentException("a candidate stands twice in " + candidates);
        }
        if ((policy == Policy.ANY) != candidates.isEmpty()) {
            throw new IllegalArgumentException("a policy needs candidates, and candidates need a policy");
        }
    }
}
