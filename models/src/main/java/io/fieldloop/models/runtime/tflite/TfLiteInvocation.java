package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.SharedResource;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** One interpreter, whose memory is used in place. */
final class TfLiteInvocation implements Invocation {
    private final Interpreter interpreter;
    private final SharedResource model;

    /** Closed with the invocation, so that whoever still holds a tensor gets an exception and not freed memory. */
    private final Arena memory = Arena.ofShared();

    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final MemorySegment[] nativeOutputs;
    private final long[] outputAddresses;
    private boolean closed;

    /** Takes {@code interpreter} over if it succeeds; releases {@code model} when it is closed. */
    TfLiteInvocation(Interpreter interpreter, SharedResource model, List<TensorSpec> inputs, List<TensorSpec> outputs)
            throws ModelException {
        this.interpreter = interpreter;
        this.model = model;
        this.nativeOutputs = interpreter.outputs().toArray(MemorySegment[]::new);
        this.inputs = TfLiteTensors.inPlace(inputs, interpreter.inputs(), memory);
        this.outputs = TfLiteTensors.inPlace(outputs, List.of(nativeOutputs), memory);
        this.outputAddresses = new long[nativeOutputs.length];
        for (int i = 0; i < nativeOutputs.length; i++) {
            outputAddresses[i] = TfLite.address(nativeOutputs[i]);
        }
    }

    @Override
    public Tensor input(int i) {
        return inputs.get(i);
    }

    @Override
    public Tensor output(int i) {
        return outputs.get(i);
    }

    @Override
    public synchronized void run() throws ModelException {
        if (closed) {
            throw new ModelException(Reason.CLOSED, "the invocation is closed");
        }
        interpreter.invoke();
        for (int i = 0; i < nativeOutputs.length; i++) {
            if (TfLite.address(nativeOutputs[i]) != outputAddresses[i]) {
                throw new ModelException(
                        Reason.RUN_FAILED,
                        "output %s has another size with every input"
                                .formatted(outputs.get(i).spec()));
            }
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            memory.close();
            interpreter.delete();
            model.release();
        }
    }
}
