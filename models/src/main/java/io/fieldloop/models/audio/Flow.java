package io.fieldloop.models.audio;

import io.fieldloop.models.runtime.ModelException;

/** Where values go: into a stage, or out of the last one. One thread at a time. */
@FunctionalInterface
interface Flow {
    /**
     * Takes values.
     *
     * @param values overwritten after the call
     * @param count how many of them, from the first
     * @throws ModelException if a model that they reach cannot run, or gives something that is no number
     */
    void take(float[] values, int count) throws ModelException;
}
