package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.runtime.Shapes;
import io.fieldloop.models.runtime.SharedResource;
import io.fieldloop.models.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TFLite model in memory. Its interpreters share the weights; each invocation has its own. */
final class TfLiteSession implements Session {
    private static final Logger LOG = LoggerFactory.getLogger(TfLiteSession.class);

    private final MemorySegment model;
    private final SharedResource lifetime;
    private final LoadOptions options;
    private final Accelerator accelerator;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    /** Null when nobody wanted to know. */
    private final @Nullable Placement placement;

    /** The interpreter that was made to see whether the model works; the first invocation takes it. */
    private final AtomicReference<@Nullable Interpreter> spare;

    private TfLiteSession(Path file, MemorySegment model, LoadOptions options, Interpreter first)
            throws ModelException {
        this.model = model;
        this.lifetime = new SharedResource("model " + file.getFileName(), () -> TfLite.deleteModel(model));
        this.options = new LoadOptions(options.threads());
        this.accelerator = first.accelerator();
        this.placement = options.observed() ? first.placement() : null;
        this.inputs = List.copyOf(TfLiteTensors.specs("input", first.inputs()));
        this.outputs = List.copyOf(TfLiteTensors.specs("output", first.outputs()));
        this.spare = new AtomicReference<>(first);
    }

    static TfLiteSession load(Path file, LoadOptions options) throws ModelException {
        ErrorReports.clear();
        MemorySegment model = TfLite.createModel(file.toString());
        if (model.equals(MemorySegment.NULL)) {
            throw new ModelException(
                    Reason.MODEL_REFUSED,
                    "TensorFlow Lite refuses %s: %s".formatted(file.getFileName(), ErrorReports.take()));
        }
        @Nullable TfLiteSession session = null;
        @Nullable Interpreter first = null;
        try {
            first = firstInterpreter(model, options, file);
            session = new TfLiteSession(file, model, options, first);
            return session;
        } finally {
            if (session == null) {
                if (first != null) {
                    first.delete();
                }
                TfLite.deleteModel(model);
            }
        }
    }

    private static Interpreter firstInterpreter(MemorySegment model, LoadOptions options, Path file)
            throws ModelException {
        return options.accelerator().isPresent()
                ? Interpreter.create(model, options.accelerator().get(), options)
                : fastestInterpreter(model, options, file);
    }

    /** Some models run only without XNNPACK; what computes them is told by {@link #accelerator()}. */
    private static Interpreter fastestInterpreter(MemorySegment model, LoadOptions options, Path file)
            throws ModelException {
        try {
            return Interpreter.create(model, AttachedDelegate.XNNPACK, options);
        } catch (ModelException withXnnpack) {
            try {
                Interpreter plain = Interpreter.create(model, Accelerator.CPU, options);
                LOG.warn("model {} runs without XNNPACK: {}", file.getFileName(), withXnnpack.getMessage());
                return plain;
            } catch (ModelException withoutXnnpack) {
                withXnnpack.addSuppressed(withoutXnnpack);
                throw withXnnpack;
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
        return accelerator.name();
    }

    @Override
    public Placement placement() throws ModelException {
        if (placement == null) {
            throw new ModelException(
                    Reason.PLACEMENT_UNKNOWN, "it is not known where the operators run: it was not observed");
        }
        return placement;
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    @Override
    public Invocation newInvocation(List<List<Integer>> inputShapes) throws ModelException {
        List<TensorSpec> fixed = Shapes.fixed(inputs, inputShapes);
        lifetime.acquire();
        @Nullable Interpreter interpreter = null;
        @Nullable Invocation invocation = null;
        try {
            interpreter = interpreter();
            if (!inputs.equals(fixed)) {
                interpreter.resize(fixed);
            }
            invocation = new TfLiteInvocation(interpreter, lifetime, fixed, outputs);
            return invocation;
        } finally {
            if (invocation == null) {
                if (interpreter != null) {
                    interpreter.delete();
                }
                lifetime.release();
            }
        }
    }

    private Interpreter interpreter() throws ModelException {
        Interpreter first = spare.getAndSet(null);
        return first != null ? first : Interpreter.create(model, accelerator, options);
    }

    @Override
    public void close() {
        Interpreter unused = spare.getAndSet(null);
        if (unused != null) {
            unused.delete();
        }
        lifetime.close();
    }
}
