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

/**
 * An input of unsigned numbers wider than a byte. The library's Java API can make no tensor of them, but a model can: here
 * one that casts signed numbers of the same width, which keeps their bits.
 */
final class UnsignedInput implements AutoCloseable {
    private final OrtSession cast;
    private final Map<String, OnnxTensor> signed;
    private final Result result;
    private final OnnxTensor unsigned;

    private UnsignedInput(OrtSession cast, OnnxTensor signed) throws OrtException {
        this.cast = cast;
        this.signed = Map.of(CastModel.INPUT, signed);
        this.result = cast.run(this.signed);
        this.unsigned = (OnnxTensor) result.get(0);
    }

    static UnsignedInput of(Tensor tensor, OrtEnvironment environment) throws OrtException {
        ElementType type = tensor.spec().type();
        ElementType signedType = signed(type);
        OnnxTensor signed = OnnxTensors.share(tensor, signedType, environment);
        boolean made = false;
        try (var options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            var cast = environment.createSession(CastModel.bytes(signedType, type), options);
            var input = new UnsignedInput(cast, signed);
            made = true;
            return input;
        } finally {
            if (!made) {
                signed.close();
            }
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
