package io.fieldloop.agent.inference;

/**
 * What one version did while it was watched.
 *
 * @param begun inferences that a worker took up
 * @param answered inferences that came to an answer
 * @param failed inferences that ended in an error
 * @param lastFailure what the last error said; empty when there was none
 */
public record Tally(long begun, long answered, long failed, String lastFailure) {}
