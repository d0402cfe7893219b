package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inputs of one worker, and what ONNX Runtime sees of them. One thread at a time. */
final class OnnxInputs {
    private final OrtEnvironment environment;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Tensor> texts = new ArrayList<>();
    private final List<UnsignedInput> unsigned = new ArrayList<>();
    private final Map<String, OnnxTensor> bindings = new LinkedHashMap<>();

    OnnxInputs(OrtEnvironment environment) {
        this.environment = environment;
    }

    void addAll(List<TensorSpec> specs) throws OrtException {
        for (TensorSpec spec : specs) {
            Tensor tensor = Tensor.allocate(spec);
            tensors.add(tensor);
            add(tensor);
        }
    }

    private void add(Tensor tensor) throws OrtException {
        String name = tensor.spec().name();
        if (tensor.spec().type() == ElementType.STRING) {
            texts.add(tensor);
        } else if (OnnxTensors.canShare(tensor.spec().type())) {
            bindings.put(name, OnnxTensors.share(tensor, environment));
        } else {
            var input = UnsignedInput.of(tensor, environment);
            unsigned.add(input);
            bindings.put(name, input.binding());
        }
    }

    Tensor tensor(int i) {
        return tensors.get(i);
    }

    /** Hands over what the library cannot read in place. */
    void refresh() throws OrtException {
        for (int i = 0; i < texts.size(); i++) {
            OnnxTensor before =
                    bindings.put(texts.get(i).spec().name(), OnnxTensors.copyTexts(texts.get(i), environment));
            if (before != null) {
                before.close();
            }
        }
        for (int i = 0; i < unsigned.size(); i++) {
            unsigned.get(i).refresh();
        }
    }

    /** By name; complete once it was refreshed. */
    Map<String, OnnxTensor> bindings() {
        return bindings;
    }

    void close() {
        unsigned.forEach(UnsignedInput::close);
        bindings.values().stream().filter(binding -> !binding.isClosed()).forEach(OnnxTensor::close);
    }
}
