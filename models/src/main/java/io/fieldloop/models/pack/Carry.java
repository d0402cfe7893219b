package io.fieldloop.models.pack;

/**
 * A state that a model keeps from one run to the next: what it gives in one run, it is given in the next. Before the first run it
 * is all zeros.
 *
 * @param output where the model gives it
 * @param input where the model takes it; of the same number of elements
 */
public record Carry(String output, String input) {}
