package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
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
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "'%s' is no tensor; only tensors are supported".formatted(node.getName()));
        }
        try {
            return new TensorSpec(node.getName(), elementType(node.getName(), info), shape(info));
        } catch (IllegalArgumentException e) {
            throw new ModelException(Reason.SHAPE_UNSUPPORTED, String.valueOf(e.getMessage()), e);
        }
    }

    /** The lengths of the axes; those beyond what a tensor may have become ones that it refuses. */
    static List<Integer> shape(TensorInfo info) {
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
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> ElementType.FLOAT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> ElementType.INT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> ElementType.UINT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> ElementType.INT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> ElementType.INT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> ElementType.INT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> ElementType.BOOL;
            // The library's other types change from version to version, and none of them is of use to us.
            default ->
                throw new ModelException(
                        Reason.SHAPE_UNSUPPORTED, "'%s' has unsupported elements: %s".formatted(name, info.onnxType));
        };
    }

    /** The same memory as {@code tensor}, which must outlive the result. */
    static OnnxTensor bind(Tensor tensor, OrtEnvironment environment) throws OrtException {
        long[] shape =
                tensor.spec().shape().stream().mapToLong(Integer::longValue).toArray();
        return OnnxTensor.createTensor(
                environment, tensor.bytes(), shape, javaType(tensor.spec().type()));
    }

    private static OnnxJavaType javaType(ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case BOOL -> OnnxJavaType.BOOL;
            case STRING -> OnnxJavaType.STRING;
        };
    }
}
