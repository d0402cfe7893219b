package io.fieldloop.models.audio;

import java.time.Duration;

/**
 * An event in sound.
 *
 * @param label what was heard
 * @param score the probability that began the event, 0 to 1
 * @param at when that was, counted from the first sample; exact to {@link Listener#RESOLUTION}
 */
public record Heard(String label, double score, Duration at) {}
