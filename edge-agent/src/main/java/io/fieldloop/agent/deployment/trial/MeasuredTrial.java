package io.fieldloop.agent.deployment.trial;

import io.fieldloop.agent.accelerator.Accelerators;
import io.fieldloop.agent.accelerator.Decision.Chosen;
import io.fieldloop.agent.accelerator.Decision.Refused;
import io.fieldloop.agent.deployment.Trial;
import io.fieldloop.models.pack.LocalPackage;

/** Tries a model on every accelerator that comes into question; what is chosen is what will serve. Any thread. */
public final class MeasuredTrial implements Trial {
    private final Accelerators accelerators;

    /** Tries by {@code accelerators}, which remembers what it chose. */
    public MeasuredTrial(Accelerators accelerators) {
        this.accelerators = accelerators;
    }

    @Override
    public Verdict run(LocalPackage candidate) throws InterruptedException {
        return switch (accelerators.measure(candidate).decision()) {
            case Chosen(var _, var fit, var _) -> new Verdict.Passed(fit.medianMicros(), fit.residentBytes());
            case Refused(var failure) -> new Verdict.Failed(failure);
        };
    }
}
