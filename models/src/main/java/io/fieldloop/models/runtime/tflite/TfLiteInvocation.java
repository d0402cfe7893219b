package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.Cancellation;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.SharedResource;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** One interpreter, whose memory is used in place. */
final class TfLiteInvocation implements Invocation {
    private final Interpreter interpreter;
    private final SharedResource model;

    /** Closed with the invocation, so that whoever still holds a tensor gets an exception and not freed memory. */
    private final Arena memory = Arena.ofShared();

    private final List<Tensor> inputs = new ArrayList<>();
    private final List<TfLiteOutput> outputs = new ArrayList<>();
    private final Cancellation cancellation;
    private boolean closed;

    /** Takes {@code interpreter} over if it succeeds; releases {@code model} when it is closed. */
    TfLiteInvocation(Interpreter interpreter, SharedResource model, List<TensorSpec> inputs, List<TensorSpec> outputs)
            throws ModelException {
        this.interpreter = interpreter;
        this.model = model;
        this.cancellation = new Cancellation(interpreter::cancel);
        List<MemorySegment> nativeInputs = interpreter.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = Tensor.awaited(inputs.get(i));
            TfLiteTensors.show(input, nativeInputs.get(i), memory);
            this.inputs.add(input);
        }
        List<MemorySegment> nativeOutputs = interpreter.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            this.outputs.add(new TfLiteOutput(outputs.get(i), nativeOutputs.get(i), memory));
        }
    }

    @Override
    public Tensor input(int i) {
        return inputs.get(i);
    }

    @Override
    public Tensor output(int i) {
        return outputs.get(i).tensor();
    }

    @Override
    public synchronized void run() throws ModelException {
        if (closed) {
            throw new ModelException(Reason.CLOSED, "the invocation is closed");
        }
        invoke();
        for (int i = 0; i < outputs.size(); i++) {
            outputs.get(i).follow();
        }
    }

    private void invoke() throws ModelException {
        boolean cancelled = false;
        cancellation.begin();
        try {
            interpreter.invoke();
        } catch (ModelException e) {
            cancelled = cancellation.end();
            if (!cancelled) {
                throw e;
            }
        } finally {
            cancelled |= cancellation.end();
        }
        if (cancelled) {
            throw Cancellation.cancelled();
        }
    }

    @Override
    public void cancel() {
        cancellation.cancel();
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
