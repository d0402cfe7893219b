package io.fieldloop.models.runtime.onnx;

import io.fieldloop.models.tensor.ElementType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The ONNX model {@code y = Cast(x)} for tensors of any shape, written as the protobuf messages of {@code onnx.proto}; a
 * device has no library for them. Numbers are those of the fields.
 */
final class CastModel {
    static final String INPUT = "x";
    static final String OUTPUT = "y";

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;

    /** {@code AttributeProto.AttributeType.INT}. */
    private static final int WHOLE = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CastModel() {}

    static byte[] bytes(ElementType from, ElementType to) {
        CastModel attribute = message().text(1, "to").number(3, onnxType(to)).number(20, WHOLE);
        CastModel node =
                message().text(1, INPUT).text(2, OUTPUT).text(4, "Cast").part(5, attribute);
        CastModel graph = message()
                .part(1, node)
                .text(2, "cast")
                .part(11, value(INPUT, from))
                .part(12, value(OUTPUT, to));
        return message()
                .number(1, IR_VERSION)
                .part(7, graph)
                .part(8, message().number(2, OPERATOR_SET))
                .out
                .toByteArray();
    }

    private static CastModel value(String name, ElementType type) {
        return message().text(1, name).part(2, message().part(1, message().number(1, onnxType(type))));
    }

    /** {@code TensorProto.DataType}. */
    private static int onnxType(ElementType type) {
        return switch (type) {
            case FLOAT32 -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case UINT16 -> 4;
            case INT16 -> 5;
            case INT32 -> 6;
            case INT64 -> 7;
            case STRING -> 8;
            case BOOL -> 9;
            case FLOAT16 -> 10;
            case FLOAT64 -> 11;
            case UINT32 -> 12;
            case UINT64 -> 13;
            case BFLOAT16 -> 16;
        };
    }

    private static CastModel message() {
        return new CastModel();
    }

    private CastModel number(int field, int value) {
        varint(field << 3);
        varint(value);
        return this;
    }

    private CastModel text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private CastModel part(int field, CastModel part) {
        return bytes(field, part.out.toByteArray());
    }

    private CastModel bytes(int field, byte[] value) {
        varint((field << 3) | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
