package io.fieldloop.hub.samples;

/**
 * What people did with samples.
 *
 * @param labelled how many have a label
 * @param open how many wait for one
 */
public record LabelCounts(long labelled, long open) {}
