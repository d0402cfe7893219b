package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.InferencePool;

/**
 * What answers the images of a served model.
 *
 * @param owned whether nobody else uses the pool, so that it ends with the model
 */
record Images(InferencePool pool, boolean owned) implements AutoCloseable {
    @Override
    public void close() {
        if (owned) {
            pool.close();
        }
    }
}
