package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.RunOptions;
import io.fieldloop.models.runtime.Cancellation;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.SharedResource;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Buffers that are bound to a session once. */
final class OnnxInvocation implements Invocation {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxInvocation.class);

    private final OrtSession session;
    private final SharedResource lifetime;
    private final OnnxInputs inputs;
    private final OnnxOutputs outputs;
    private final RunOptions control;
    private final Cancellation cancellation;
    private boolean closed;

    private OnnxInvocation(
            OrtSession session, SharedResource lifetime, OnnxInputs inputs, OnnxOutputs outputs, RunOptions control) {
        this.session = session;
        this.lifetime = lifetime;
        this.inputs = inputs;
        this.outputs = outputs;
        this.control = control;
        this.cancellation = new Cancellation(() -> terminate(true));
    }

    /** Binds buffers; {@code lifetime} is released when the invocation is closed. */
    static OnnxInvocation bind(
            OrtEnvironment environment,
            OrtSession session,
            SharedResource lifetime,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs)
            throws ModelException {
        var boundInputs = new OnnxInputs(environment);
        var boundOutputs = new OnnxOutputs(environment);
        boolean done = false;
        try {
            boundInputs.addAll(inputs);
            boundOutputs.addAll(outputs);
            var invocation = new OnnxInvocation(session, lifetime, boundInputs, boundOutputs, new RunOptions());
            done = true;
            return invocation;
        } catch (OrtException e) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "inputs and outputs cannot be bound: " + e.getMessage(), e);
        } finally {
            if (!done) {
                boundInputs.close();
                boundOutputs.close();
            }
        }
    }

    @Override
    public Tensor input(int i) {
        return inputs.tensor(i);
    }

    @Override
    public Tensor output(int i) {
        return outputs.tensor(i);
    }

    @Override
    public synchronized void run() throws ModelException {
        if (closed) {
            throw new ModelException(Reason.CLOSED, "the invocation is closed");
        }
        boolean cancelled = false;
        cancellation.begin();
        try {
            compute();
        } catch (OrtException e) {
            cancelled = cancellation.end();
            if (!cancelled) {
                throw new ModelException(Reason.RUN_FAILED, "ONNX Runtime failed: " + e.getMessage(), e);
            }
        } finally {
            cancelled |= cancellation.end();
            if (cancelled) {
                terminate(false);
            }
        }
        if (cancelled) {
            throw Cancellation.cancelled();
        }
    }

    private void compute() throws OrtException, ModelException {
        inputs.refresh();
        try {
            runOnce();
        } catch (OrtException e) {
            // An output may have another shape than declared, or than last time. Which one, only a run without them
            // tells.
            if (!outputs.release()) {
                throw e;
            }
            runOnce();
        }
    }

    private void runOnce() throws OrtException, ModelException {
        try (Result result = session.run(inputs.bindings(), outputs.asked(), outputs.pins(), control)) {
            outputs.take(result);
        }
    }

    @Override
    public void cancel() {
        cancellation.cancel();
    }

    private void terminate(boolean now) {
        try {
            control.setTerminate(now);
        } catch (OrtException e) {
            LOG.warn("ONNX Runtime does not take a request to stop: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            inputs.close();
            outputs.close();
            control.close();
            lifetime.release();
        }
    }
}
