package io.fieldloop.agent.inference;

/**
 * What a pool answered since it was last asked.
 *
 * @param answers how many
 * @param medianMicros of one, as {@link Answer#took()} counts it; 0 when there was none
 */
public record Recent(long answers, long medianMicros) {}
