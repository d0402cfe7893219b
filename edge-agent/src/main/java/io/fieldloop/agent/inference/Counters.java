package io.fieldloop.agent.inference;

/**
 * What a pool did since it was made.
 *
 * @param inferences answered
 * @param failed that ended in an error
 * @param latencyP50Micros median of {@link Answer#took}, in microseconds, at most 3.2 % too high; 0 before the first
 * @param latencyP95Micros 95th percentile of the same
 */
public record Counters(long inferences, long failed, long latencyP50Micros, long latencyP95Micros) {}
