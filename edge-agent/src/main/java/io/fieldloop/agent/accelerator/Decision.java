package io.fieldloop.agent.accelerator;

import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.protocol.Failure;
import java.util.Optional;

/** What computes a model on this device. */
public sealed interface Decision {
    /**
     * A candidate serves.
     *
     * @param fit what was measured of it
     * @param fallback why it is not what the configuration names; empty when it is, or nothing is named
     */
    record Chosen(Candidate candidate, Fit fit, Optional<String> fallback) implements Decision {}

    /** The model must not serve on this device. */
    record Refused(Failure failure) implements Decision {}
}
