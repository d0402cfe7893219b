package io.fieldloop.models.pack;

/**
 * An input that is given the same number in each run, such as the sample rate.
 *
 * @param input with one element, of INT64, INT32 or FLOAT32
 * @param value as a whole number
 */
public record Constant(String input, int value) {}
