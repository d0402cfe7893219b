package io.fieldloop.models.runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A tensor as ONNX files it, as one of ours. */
final class StoredTensor {
    /** The tolerances of ONNX's own runner of these models. */
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-7;

    private final Tensor tensor;

    private StoredTensor(Tensor tensor) {
        this.tensor = tensor;
    }

    /** @param wanted what the model has it as: this generation of data stores bfloat16 as whole numbers */
    static StoredTensor of(TensorProto stored, ElementType wanted) {
        boolean bits = wanted == ElementType.BFLOAT16 && type(stored) == ElementType.UINT16;
        Tensor tensor = Tensor.allocate(new TensorSpec("stored", bits ? wanted : type(stored), shape(stored)));
        if (tensor.spec().type() == ElementType.STRING) {
            List<ByteString> texts = stored.getStringDataList();
            for (int i = 0; i < texts.size(); i++) {
                tensor.texts()[i] = texts.get(i).toStringUtf8();
            }
        } else {
            tensor.bytes().put(0, bytes(stored, tensor.spec().sizeBytes()));
        }
        return new StoredTensor(tensor);
    }

    static List<Integer> shape(TensorProto stored) {
        return stored.getDimsList().stream().map(Math::toIntExact).toList();
    }

    /** ONNX stores elements as they are, little-endian, or in lists of numbers that are at least as wide. */
    private static byte[] bytes(TensorProto stored, int sizeBytes) {
        if (stored.hasRawData()) {
            return stored.getRawData().toByteArray();
        }
        ByteBuffer bytes = ByteBuffer.allocate(sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
        stored.getFloatDataList().forEach(bytes::putFloat);
        stored.getDoubleDataList().forEach(bytes::putDouble);
        stored.getInt64DataList().forEach(bytes::putLong);
        int width = type(stored).sizeBytes();
        stored.getInt32DataList().forEach(whole -> putNarrow(bytes, whole, width));
        stored.getUint64DataList().forEach(whole -> putNarrow(bytes, whole, width));
        assertThat(bytes.hasRemaining()).as("elements are missing").isFalse();
        return bytes.array();
    }

    private static void putNarrow(ByteBuffer bytes, long whole, int width) {
        for (int i = 0; i < width; i++) {
            bytes.put((byte) (whole >>> (8 * i)));
        }
    }

    private static ElementType type(TensorProto stored) {
        return switch (DataType.forNumber(stored.getDataType())) {
            case FLOAT -> ElementType.FLOAT32;
            case DOUBLE -> ElementType.FLOAT64;
            default ->
                ElementType.valueOf(DataType.forNumber(stored.getDataType()).name());
        };
    }

    void copyTo(Tensor input) {
        assertThat(input.spec().type()).isEqualTo(tensor.spec().type());
        if (tensor.spec().type() == ElementType.STRING) {
            System.arraycopy(tensor.texts(), 0, input.texts(), 0, tensor.texts().length);
        } else {
            input.bytes().put(0, tensor.bytes(), 0, tensor.spec().sizeBytes());
        }
    }

    void assertLooksLike(Tensor actual) {
        assertThat(actual.spec().type()).isEqualTo(tensor.spec().type());
        assertThat(actual.spec().shape()).as("shape").isEqualTo(tensor.spec().shape());
    }

    void assertCloseTo(Tensor actual) {
        assertLooksLike(actual);
        switch (tensor.spec().type()) {
            case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 -> assertNumbersCloseTo(actual);
            case STRING -> assertThat(actual.texts()).containsExactly(tensor.texts());
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, BOOL ->
                assertThat(actual.bytes()).isEqualTo(tensor.bytes());
        }
    }

    private void assertNumbersCloseTo(Tensor actual) {
        int count = tensor.spec().elementCount();
        float[] wanted = new float[count];
        float[] given = new float[count];
        tensor.read(0, wanted);
        actual.read(0, given);
        for (int i = 0; i < count; i++) {
            boolean same = Float.compare(wanted[i], given[i]) == 0;
            boolean near = Math.abs(given[i] - wanted[i]) <= ABSOLUTE + (RELATIVE * Math.abs(wanted[i]));
            assertThat(same || near)
                    .as("element %d is %s, not %s", i, given[i], wanted[i])
                    .isTrue();
        }
    }
}
