package io.fieldloop.hub.labelling;

import io.micronaut.serde.annotation.Serdeable;

/**
 * How many tasks of a model are where.
 *
 * @param open that nobody has
 * @param claimed that somebody has
 */
@Serdeable
public record TaskSummary(long open, long claimed, long labelled, long skipped) {}
