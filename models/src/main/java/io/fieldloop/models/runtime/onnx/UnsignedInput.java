package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An input of unsigned numbers wider than a byte. The library's Java API can make no tensor of them, but a model can: here
 * one that casts signed numbers of the same width, which keeps their bits.
 */
final class UnsignedInput implements AutoCloseable {
    private final OrtSession cast;
    private final Map<String, OnnxTensor> signed;
    private final Result result;
    private final OnnxTensor unsigned;

    private UnsignedInput(OrtSession cast, OnnxTensor signed, Result result) {
        this.cast = cast;
        this.signed = Map.of(CastModel.INPUT, signed);
        this.result = result;
        this.unsigned = (OnnxTensor) result.get(0);
    }

    static UnsignedInput of(Tensor tensor, OrtEnvironment environment) throws OrtException {
        ElementType type = tensor.spec().type();
        ElementType signedType = signed(type);
        OrtSession cast = session(CastModel.bytes(signedType, type), environment);
        @Nullable OnnxTensor signed = null;
        @Nullable Result result = null;
        try {
            signed = OnnxTensors.share(tensor, signedType, environment);
            result = cast.run(Map.of(CastModel.INPUT, signed));
            return new UnsignedInput(cast, signed, result);
        } finally {
            if (result == null) {
                if (signed != null) {
                    signed.close();
                }
                OnnxSession.close(cast);
            }
        }
    }

    private static OrtSession session(byte[] model, OrtEnvironment environment) throws OrtException {
        try (var options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            return environment.createSession(model, options);
        }
    }

    private static ElementType signed(ElementType type) {
        return switch (type) {
            case UINT16 -> ElementType.INT16;
            case UINT32 -> ElementType.INT32;
            case UINT64 -> ElementType.INT64;
            case FLOAT32, FLOAT16, BFLOAT16, FLOAT64, INT8, UINT8, INT16, INT32, INT64, BOOL, STRING ->
                throw new IllegalArgumentException(type + " needs no cast");
        };
    }

    /** What a session takes; the same every time. */
    OnnxTensor binding() {
        return unsigned;
    }

    /** Brings what stands in our memory to {@link #binding()}. */
    void refresh() throws OrtException {
        try (Result _ = cast.run(signed, Set.of(), Map.of(CastModel.OUTPUT, unsigned))) {
            // It is written in place.
        }
    }

    @Override
    public void close() {
        result.close();
        signed.values().forEach(OnnxTensor::close);
        OnnxSession.close(cast);
    }
}
