package io.fieldloop.hub.samples;

import io.micronaut.serde.annotation.Serdeable;

/**
 * How many of the latest samples of a device a rule chose.
 *
 * @param samples of them; one that several rules chose counts for each
 */
@Serdeable
public record RuleCount(String stream, String rule, long samples) {}
