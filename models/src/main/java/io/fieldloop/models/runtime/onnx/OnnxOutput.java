package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * One output of one worker. While it is pinned, ONNX Runtime writes into our memory; otherwise it allocates, and we copy. It is
 * pinned as soon as its shape is known, and until it turns out that the shape is another one every time.
 */
final class OnnxOutput {
    private final TensorSpec declared;
    private final Tensor tensor;
    private @Nullable OnnxTensor pin;
    private boolean varies;

    OnnxOutput(TensorSpec declared) {
        this.declared = declared;
        this.tensor = declared.isFixed() ? Tensor.allocate(declared) : Tensor.awaited(declared);
    }

    private static boolean canPin(TensorSpec spec) {
        return spec.isFixed() && OnnxTensors.canShare(spec.type());
    }

    String name() {
        return declared.name();
    }

    Tensor tensor() {
        return tensor;
    }

    /** Pins it if that is possible; null if not. */
    @Nullable OnnxTensor pin(OrtEnvironment environment) throws OrtException {
        if (pin == null && !varies && canPin(tensor.spec())) {
            pin = OnnxTensors.share(tensor, environment);
        }
        return pin;
    }

    boolean isPinned() {
        return pin != null;
    }

    void release() {
        if (pin != null) {
            pin.close();
            pin = null;
        }
    }

    /** Copies what ONNX Runtime has allocated. */
    void take(OnnxValue value) throws OrtException, ModelException {
        if (!(value instanceof OnnxTensor result)) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "output '%s' came out as %s, not as a tensor".formatted(name(), value.getType()));
        }
        TensorSpec actual = OnnxTensors.actual(declared, result.getInfo());
        if (!actual.equals(tensor.spec())) {
            varies = tensor.spec().isFixed();
            tensor.reallocate(actual);
        }
        copy(result);
    }

    private void copy(OnnxTensor result) throws OrtException {
        if (declared.type() == ElementType.STRING) {
            OnnxTensors.readTexts(result, tensor.texts());
        } else if (tensor.spec().elementCount() > 0) {
            tensor.bytes().put(0, result.getByteBuffer(), 0, tensor.spec().sizeBytes());
        }
    }
}
