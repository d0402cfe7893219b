package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Our tensors as ONNX Runtime's, and the other way round. */
final class OnnxTensors {
    private OnnxTensors() {}

    static List<TensorSpec> specs(Collection<NodeInfo> nodes) throws ModelException {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes) {
            specs.add(spec(node));
        }
        return specs;
    }

    private static TensorSpec spec(NodeInfo node) throws ModelException {
        String name = node.getName();
        return switch (node.getInfo()) {
            case TensorInfo info -> spec(name, info);
            case SequenceInfo _ -> throw noTensor(name, "a sequence");
            case MapInfo _ -> throw noTensor(name, "a map");
            default -> throw noTensor(name, node.getInfo().toString());
        };
    }

    private static TensorSpec spec(String name, TensorInfo info) throws ModelException {
        try {
            return new TensorSpec(name, elementType(name, info), shape(info));
        } catch (IllegalArgumentException e) {
            throw new ModelException(Reason.SHAPE_UNSUPPORTED, String.valueOf(e.getMessage()), e);
        }
    }

    private static ModelException noTensor(String name, String kind) {
        return new ModelException(
                Reason.SHAPE_UNSUPPORTED, "'%s' is %s; only tensors are supported".formatted(name, kind));
    }

    /** The same tensor as it came out of a run. */
    static TensorSpec actual(TensorSpec declared, TensorInfo info) throws ModelException {
        try {
            return declared.withShape(shape(info));
        } catch (IllegalArgumentException e) {
            throw new ModelException(Reason.SHAPE_UNSUPPORTED, String.valueOf(e.getMessage()), e);
        }
    }

    /** The lengths of the axes; those beyond what a tensor may have become ones that it refuses. */
    private static List<Integer> shape(TensorInfo info) {
        List<Integer> shape = new ArrayList<>();
        for (long length : info.getShape()) {
            shape.add(Math.clamp(length, TensorSpec.FREE, Integer.MAX_VALUE));
        }
        return shape;
    }

    private static ElementType elementType(String name, TensorInfo info) throws ModelException {
        return switch (info.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> ElementType.FLOAT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> ElementType.FLOAT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> ElementType.BFLOAT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> ElementType.FLOAT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> ElementType.INT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> ElementType.UINT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> ElementType.INT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> ElementType.UINT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> ElementType.INT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> ElementType.UINT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> ElementType.INT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> ElementType.UINT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> ElementType.BOOL;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> ElementType.STRING;
            // The library's other types, of 4 bits, 8-bit floats and complex numbers, change from version to version.
            default ->
                throw new ModelException(
                        Reason.SHAPE_UNSUPPORTED, "'%s' has unsupported elements: %s".formatted(name, info.onnxType));
        };
    }

    /** Whether the library can read and write our memory of this type in place. */
    static boolean canShare(ElementType type) {
        return switch (type) {
            case FLOAT32, FLOAT16, BFLOAT16, FLOAT64, INT8, UINT8, INT16, INT32, INT64, BOOL -> true;
            case UINT16, UINT32, UINT64, STRING -> false;
        };
    }

    /** The same memory as {@code tensor}, which must outlive the result. */
    static OnnxTensor share(Tensor tensor, OrtEnvironment environment) throws OrtException {
        return share(tensor, tensor.spec().type(), environment);
    }

    /** The same memory as {@code tensor}, which must outlive the result, read as another type of the same width. */
    static OnnxTensor share(Tensor tensor, ElementType as, OrtEnvironment environment) throws OrtException {
        return OnnxTensor.createTensor(environment, tensor.bytes(), longs(tensor), javaType(as));
    }

    /** Text has no memory that could be shared. */
    static OnnxTensor copyTexts(Tensor tensor, OrtEnvironment environment) throws OrtException {
        return OnnxTensor.createTensor(environment, tensor.texts(), longs(tensor));
    }

    /** Text comes as one array for each axis, inside one another. */
    static void readTexts(OnnxTensor from, String[] into) throws OrtException {
        readTexts(from.getValue(), into, 0);
    }

    private static int readTexts(Object value, String[] into, int first) {
        int next = first;
        if (value instanceof Object[] values) {
            for (Object one : values) {
                next = readTexts(one, into, next);
            }
        } else {
            into[next++] = (String) value;
        }
        return next;
    }

    private static long[] longs(Tensor tensor) {
        return tensor.spec().shape().stream().mapToLong(Integer::longValue).toArray();
    }

    private static OnnxJavaType javaType(ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case BOOL -> OnnxJavaType.BOOL;
            case STRING -> OnnxJavaType.STRING;
            case UINT16, UINT32, UINT64 -> throw new IllegalArgumentException("the Java API has no " + type);
        };
    }
}
