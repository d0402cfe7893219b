package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.runtime.SharedResource;
import io.fieldloop.models.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model that ONNX Runtime has loaded. */
final class OnnxSession implements Session {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxSession.class);

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final SharedResource lifetime;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    private OnnxSession(
            OrtEnvironment environment,
            OrtSession session,
            Path file,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs) {
        this.environment = environment;
        this.session = session;
        this.lifetime = new SharedResource("session of " + file.getFileName(), () -> close(session));
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
    }

    /** Takes {@code session} over; closes it if its inputs or outputs cannot be served. */
    static OnnxSession of(OrtEnvironment environment, OrtSession session, Path file)
            throws OrtException, ModelException {
        boolean served = false;
        try {
            List<TensorSpec> inputs = OnnxTensors.specs(session.getInputInfo().values());
            List<TensorSpec> outputs = OnnxTensors.specs(session.getOutputInfo().values());
            served = true;
            return new OnnxSession(environment, session, file, inputs, outputs);
        } finally {
            if (!served) {
                close(session);
            }
        }
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public String accelerator() {
        return "cpu";
    }

    @Override
    public Invocation newInvocation(int batch) throws ModelException {
        List<TensorSpec> fixedInputs = new ArrayList<>();
        for (TensorSpec input : inputs) {
            fixedInputs.add(fixed(input, batch));
        }
        lifetime.acquire();
        boolean bound = false;
        try {
            var invocation = OnnxInvocation.bind(environment, session, lifetime, fixedInputs, outputs);
            bound = true;
            return invocation;
        } finally {
            if (!bound) {
                lifetime.release();
            }
        }
    }

    private static TensorSpec fixed(TensorSpec input, int batch) throws ModelException {
        TensorSpec fixed = input.withBatch(batch);
        if (!fixed.isFixed()) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "input %s has a free axis besides its first".formatted(input));
        }
        if (fixed.shape().isEmpty() || fixed.shape().getFirst() != batch) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "input %s does not take batches of %d".formatted(input, batch));
        }
        return fixed;
    }

    @Override
    public void close() {
        lifetime.close();
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.warn("ONNX Runtime could not free a session: {}", e.getMessage());
        }
    }
}
