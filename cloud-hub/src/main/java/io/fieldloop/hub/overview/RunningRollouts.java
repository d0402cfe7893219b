package io.fieldloop.hub.overview;

/** Counts the rollouts that are under way. */
public interface RunningRollouts {
    /** How many there are now. */
    long count();
}
