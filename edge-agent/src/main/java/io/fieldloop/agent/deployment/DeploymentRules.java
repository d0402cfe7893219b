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
public record DeploymentRules(Soak soak, Deadlines deadlines, Duration probation) {}
