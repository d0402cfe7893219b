package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.TensorInfo;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.SharedResource;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Buffers that are bound to a session once. */
final class OnnxInvocation implements Invocation {
    private final OrtSession session;
    private final SharedResource lifetime;
    private final Bound inputs;
    private final Bound outputs;
    private boolean closed;

    private OnnxInvocation(OrtSession session, SharedResource lifetime, Bound inputs, Bound outputs) {
        this.session = session;
        this.lifetime = lifetime;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** Binds buffers; {@code lifetime} is released when the invocation is closed. */
    static OnnxInvocation bind(
            OrtEnvironment environment,
            OrtSession session,
            SharedResource lifetime,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs)
            throws ModelException {
        var boundInputs = new Bound();
        var boundOutputs = new Bound();
        boolean done = false;
        try {
            boundInputs.addAll(inputs, environment);
            boundOutputs.addAll(fixed(outputs, session, boundInputs), environment);
            done = true;
            return new OnnxInvocation(session, lifetime, boundInputs, boundOutputs);
        } catch (OrtException | IllegalArgumentException e) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "inputs and outputs cannot be bound: " + e.getMessage(), e);
        } finally {
            if (!done) {
                boundInputs.close();
                boundOutputs.close();
            }
        }
    }

    /** Outputs can be bound only when their shape is known; what the model does not declare, one run on zeros shows. */
    private static List<TensorSpec> fixed(List<TensorSpec> outputs, OrtSession session, Bound inputs)
            throws OrtException {
        if (outputs.stream().allMatch(TensorSpec::isFixed)) {
            return outputs;
        }
        List<TensorSpec> fixed = new ArrayList<>();
        try (Result result = session.run(inputs.bindings)) {
            for (TensorSpec output : outputs) {
                var info = (TensorInfo) result.get(output.name()).orElseThrow().getInfo();
                fixed.add(output.withShape(OnnxTensors.shape(info)));
            }
        }
        return fixed;
    }

    @Override
    public Tensor input(int i) {
        return inputs.tensors.get(i);
    }

    @Override
    public Tensor output(int i) {
        return outputs.tensors.get(i);
    }

    @Override
    public synchronized void run() throws ModelException {
        if (closed) {
            throw new ModelException(Reason.CLOSED, "the invocation is closed");
        }
        // No output is asked for besides those that are bound.
        try (Result _ = session.run(inputs.bindings, Set.of(), outputs.bindings)) {
            // The outputs are written.
        } catch (OrtException e) {
            throw new ModelException(Reason.RUN_FAILED, "ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            inputs.close();
            outputs.close();
            lifetime.release();
        }
    }

    /** Tensors, and the native ones that share their memory, by name. */
    private static final class Bound {
        final List<Tensor> tensors = new ArrayList<>();
        final Map<String, OnnxTensor> bindings = new LinkedHashMap<>();

        void addAll(List<TensorSpec> specs, OrtEnvironment environment) throws OrtException {
            for (TensorSpec spec : specs) {
                Tensor tensor = Tensor.allocate(spec);
                tensors.add(tensor);
                bindings.put(spec.name(), OnnxTensors.bind(tensor, environment));
            }
        }

        void close() {
            bindings.values().forEach(OnnxTensor::close);
        }
    }
}
