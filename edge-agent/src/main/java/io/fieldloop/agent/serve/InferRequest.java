package io.fieldloop.agent.serve;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a model, without the elements of its tensors.
 *
 * @param id given back in the answer; empty when the client gave none
 * @param timeout how long the client waits at most; empty when it does not say
 * @param binaryOutputs whether outputs are sent as bytes unless one says otherwise
 * @param inputs in the order of the request
 * @param outputs that are asked for; none means all
 */
record InferRequest(
        Optional<String> id,
        Optional<Duration> timeout,
        boolean binaryOutputs,
        List<Input> inputs,
        List<Output> outputs) {
    InferRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Where the elements of an input are. */
    sealed interface Elements {}

    /**
     * In the JSON.
     *
     * @param offset of the array, in bytes
     */
    record Json(int offset) implements Elements {}

    /**
     * After the JSON, behind those of the inputs before.
     *
     * @param sizeBytes how many bytes
     */
    record Binary(long sizeBytes) implements Elements {}

    /** An input tensor. */
    record Input(String name, Datatype datatype, List<Integer> shape, Elements elements) {
        Input {
            shape = List.copyOf(shape);
        }
    }

    /**
     * An output tensor that is asked for.
     *
     * @param binary whether as bytes; null when it is as with the others
     */
    record Output(String name, @Nullable Boolean binary) {}
}
