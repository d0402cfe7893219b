package io.fieldloop.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The parts a graph is made of, as the messages that ONNX writes to disk. */
public final class OnnxParts {

    private OnnxParts() {}

    /**
     * Weights by the name under which nodes read them.
     *
     * @throws IllegalArgumentException if the shape does not hold exactly as many values as are given
     */
    public static TensorProto floats(String name, float[] values, long... shape) {
        var tensor = TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
            tensor.addDims(size);
        }
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "initialiser " + name + " has " + values.length + " values, but its shape holds " + count);
        }
        return tensor.setRawData(littleEndian(values)).build();
    }

    private static ByteString littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return ByteString.copyFrom(bytes);
    }

    /**
     * One computation.
     *
     * @param operator the operator of the ONNX standard, such as {@code Conv}
     * @param name what tools call this node; unique within a graph
     * @param inputs names of the values it reads, in the order the operator wants
     * @param outputs names of the values it makes
     */
    public static NodeProto node(
            String operator, String name, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    /** A node's setting that is one whole number. */
    public static AttributeProto whole(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** A node's setting that is a list of whole numbers. */
    public static AttributeProto wholes(String name, long... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    /** A node's setting that is one real number. */
    public static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    /** Declares a value of 32-bit floats that goes into or comes out of a graph. */
    public static ValueInfoProto floatValue(String name, Dimension... shape) {
        var dimensions = TensorShapeProto.newBuilder();
        for (Dimension dimension : shape) {
            dimensions.addDim(
                    switch (dimension) {
                        case Dimension.Fixed(long size) ->
                            TensorShapeProto.Dimension.newBuilder().setDimValue(size);
                        case Dimension.Named(String axis) ->
                            TensorShapeProto.Dimension.newBuilder().setDimParam(axis);
                    });
        }
        var tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(dimensions);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
