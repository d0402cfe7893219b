package io.fieldloop.agent.capture;

import java.time.Instant;

/**
 * An input that is to be captured.
 *
 * @param <T> an input
 * @param at when it came
 * @param choice why
 */
public record Chosen<T>(T input, Instant at, Choice choice) {}
