package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.Result;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outputs of one worker: those that are pinned, and those that ONNX Runtime is asked to allocate. One thread at a time. */
final class OnnxOutputs {
    private final OrtEnvironment environment;
    private final List<OnnxOutput> outputs = new ArrayList<>();
    private final Map<String, OnnxTensor> pins = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    OnnxOutputs(OrtEnvironment environment) {
        this.environment = environment;
    }

    void addAll(List<TensorSpec> declared) throws OrtException {
        for (TensorSpec spec : declared) {
            var output = new OnnxOutput(spec);
            outputs.add(output);
            asked.add(output.name());
            pin(output);
        }
    }

    private void pin(OnnxOutput output) throws OrtException {
        @Nullable OnnxTensor pin = output.pin(environment);
        if (pin != null) {
            pins.put(output.name(), pin);
            asked.remove(output.name());
        }
    }

    Tensor tensor(int i) {
        return outputs.get(i).tensor();
    }

    Map<String, OnnxTensor> pins() {
        return pins;
    }

    Set<String> asked() {
        return asked;
    }

    /** Copies what was asked for, and pins what has a shape now. */
    void take(Result result) throws OrtException, ModelException {
        if (asked.isEmpty()) {
            return;
        }
        for (OnnxOutput output : outputs) {
            if (!output.isPinned()) {
                output.take(result.get(output.name()).orElseThrow());
                pin(output);
            }
        }
    }

    /**
     * Pins nothing any more.
     *
     * @return whether anything was
     */
    boolean release() {
        boolean any = !pins.isEmpty();
        for (OnnxOutput output : outputs) {
            output.release();
            asked.add(output.name());
        }
        pins.clear();
        return any;
    }

    void close() {
        outputs.forEach(OnnxOutput::release);
    }
}
