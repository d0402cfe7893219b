package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.runtime.Shapes;
import io.fieldloop.models.runtime.SharedResource;
import io.fieldloop.models.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, String> properties;
    private final OnnxPlacement placement;

    private OnnxSession(
            OrtEnvironment environment,
            OrtSession session,
            SharedResource lifetime,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            Map<String, String> properties,
            OnnxPlacement placement) {
        this.environment = environment;
        this.session = session;
        this.lifetime = lifetime;
        this.placement = placement;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.properties = Map.copyOf(properties);
    }

    /** Takes {@code session} over; closes it if its inputs or outputs cannot be served. */
    static OnnxSession of(OrtEnvironment environment, OrtSession session, Path file, OnnxPlacement placement)
            throws OrtException, ModelException {
        boolean served = false;
        try {
            List<TensorSpec> inputs = OnnxTensors.specs(session.getInputInfo().values());
            List<TensorSpec> outputs = OnnxTensors.specs(session.getOutputInfo().values());
            Map<String, String> properties = properties(session.getMetadata());
            var lifetime = new SharedResource("session of " + file.getFileName(), () -> {
                close(session);
                placement.discard();
            });
            served = true;
            return new OnnxSession(environment, session, lifetime, inputs, outputs, properties, placement);
        } finally {
            if (!served) {
                close(session);
            }
        }
    }

    private static Map<String, String> properties(OnnxModelMetadata metadata) {
        Map<String, String> properties = new HashMap<>(metadata.getCustomMetadata());
        properties.put("graph", metadata.getGraphName());
        properties.put("producer", metadata.getProducerName());
        properties.put("domain", metadata.getDomain());
        properties.put("description", metadata.getDescription());
        if (metadata.getVersion() > 0) {
            properties.put("version", Long.toString(metadata.getVersion()));
        }
        properties.values().removeIf(String::isEmpty);
        return properties;
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
        return placement.accelerator();
    }

    @Override
    public Placement placement() throws ModelException {
        lifetime.acquire();
        try {
            return placement.read(session);
        } finally {
            lifetime.release();
        }
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }

    @Override
    public Invocation newInvocation(List<List<Integer>> inputShapes) throws ModelException {
        List<TensorSpec> fixed = Shapes.fixed(inputs, inputShapes);
        lifetime.acquire();
        boolean bound = false;
        try {
            var invocation = OnnxInvocation.bind(environment, session, lifetime, fixed, outputs);
            bound = true;
            return invocation;
        } finally {
            if (!bound) {
                lifetime.release();
            }
        }
    }

    @Override
    public void close() {
        lifetime.close();
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.warn("ONNX Runtime could not free a session: {}", e.getMessage());
        }
    }
}
