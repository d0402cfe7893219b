package io.fieldloop.agent.deployment;

import java.time.Duration;

/**
 * What a deployment has to keep to.
 *
 * @param soak how a new version is watched
 * @param deadlines how long each state may take
 * @param probation how long a version has to serve after a start until it is taken for well: an agent that ends before without
 *     being stopped may have been taken down by it
 */
public record DeploymentRules(Soak soak, Deadlines deadlines, Duration probation) {
    /** Longer than it takes to go down by a model, to be started again, and to go down again. */
    private static final Duration PROBATION = Duration.ofMinutes(1);

    /** Has a probation of a minute. */
    public DeploymentRules(Soak soak, Deadlines deadlines) {
        this(soak, deadlines, PROBATION);
    }
}
