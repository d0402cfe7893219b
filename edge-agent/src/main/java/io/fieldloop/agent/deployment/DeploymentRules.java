package io.fieldloop.agent.deployment;

/**
 * What a deployment has to keep to.
 *
 * @param soak how a new version is watched
 * @param deadlines how long each state may take
 */
public record DeploymentRules(Soak soak, Deadlines deadlines) {}
