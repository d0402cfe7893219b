package io.fieldloop.models.predict;

import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.List;

/**
 * What one worker needs to run a model: a preprocessor and buffers. One thread at a time.
 *
 * @param <P> the preprocessor
 * @param preprocessor writes into the input
 * @param outputs what the model declares
 */
record Lane<P>(P preprocessor, Invocation invocation, List<TensorSpec> outputs) implements AutoCloseable {
    Tensor input() {
        return invocation.input(0);
    }

    Tensor output(String name) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).name().equals(name)) {
                return invocation.output(i);
            }
        }
        throw new IllegalArgumentException("there is no output '%s'; there are %s".formatted(name, outputs));
    }

    @Override
    public void close() {
        invocation.close();
    }
}
