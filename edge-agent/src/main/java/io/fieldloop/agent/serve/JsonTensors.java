package io.fieldloop.agent.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fieldloop.models.tensor.Tensor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * The elements of tensors as JSON, the last axis fastest, straight from and to the memory of the tensor. Arrays may be nested
 * or flat. What JSON has no number for stands as {@code "NaN"}, {@code "Infinity"} or {@code "-Infinity"}.
 */
final class JsonTensors {
    private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private JsonTensors() {}

    /**
     * Fills a tensor.
     *
     * @param offset of the array in {@code json}
     */
    static void read(byte[] json, int offset, Tensor into) throws ApiException {
        int count = into.spec().elementCount();
        int filled = 0;
        try (JsonParser parser = JsonBody.parser(json, offset)) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    depth++;
                } else if (token == JsonToken.END_ARRAY) {
                    depth--;
                } else if (filled == count) {
                    throw wrongCount(into, "more");
                } else {
                    put(parser, into, filled++);
                }
            } while (depth > 0);
        } catch (IOException e) {
            throw JsonBody.malformed(e);
        }
        if (filled < count) {
            throw wrongCount(into, "only " + filled);
        }
    }

    private static ApiException wrongCount(Tensor tensor, String found) {
        return ApiException.wrong(
                "input '%s' of shape %s needs %d elements, but data has %s",
                tensor.spec().name(), tensor.spec().shape(), tensor.spec().elementCount(), found);
    }

    private static void put(JsonParser parser, Tensor tensor, int i) throws IOException, ApiException {
        switch (tensor.spec().type()) {
            case FLOAT32 -> tensor.floats().put(i, (float) real(parser, tensor));
            case FLOAT16 -> tensor.bytes().putShort(i * 2, Float.floatToFloat16((float) real(parser, tensor)));
            case BFLOAT16 -> tensor.bytes().putShort(i * 2, Bfloat16.of((float) real(parser, tensor)));
            case FLOAT64 -> tensor.bytes().putDouble(i * 8, real(parser, tensor));
            case INT8 -> tensor.bytes().put(i, (byte) whole(parser, tensor, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> tensor.bytes().put(i, (byte) whole(parser, tensor, 0, 0xFF));
            case INT16 ->
                tensor.bytes().putShort(i * 2, (short) whole(parser, tensor, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> tensor.bytes().putShort(i * 2, (short) whole(parser, tensor, 0, 0xFFFF));
            case INT32 ->
                tensor.bytes().putInt(i * 4, (int) whole(parser, tensor, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> tensor.bytes().putInt(i * 4, (int) whole(parser, tensor, 0, 0xFFFF_FFFFL));
            case INT64 -> tensor.bytes().putLong(i * 8, whole(parser, tensor, Long.MIN_VALUE, Long.MAX_VALUE));
            case UINT64 -> tensor.bytes().putLong(i * 8, unsigned(parser, tensor));
            case BOOL -> tensor.bytes().put(i, flag(parser, tensor));
            case STRING ->
                tensor.texts()[i] = JsonBody.text(parser, tensor.spec().name());
        }
    }

    private static double real(JsonParser parser, Tensor tensor) throws IOException, ApiException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_STRING ->
                switch (parser.getText()) {
                    case "NaN" -> Double.NaN;
                    case "Infinity" -> Double.POSITIVE_INFINITY;
                    case "-Infinity" -> Double.NEGATIVE_INFINITY;
                    default -> throw unsuitable(parser, tensor);
                };
            case null, default -> throw unsuitable(parser, tensor);
        };
    }

    private static long whole(JsonParser parser, Tensor tensor, long least, long most)
            throws IOException, ApiException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw unsuitable(parser, tensor);
        }
        long value = parser.getLongValue();
        if (value < least || value > most) {
            throw unsuitable(parser, tensor);
        }
        return value;
    }

    private static long unsigned(JsonParser parser, Tensor tensor) throws IOException, ApiException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw unsuitable(parser, tensor);
        }
        if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return whole(parser, tensor, 0, Long.MAX_VALUE);
        }
        BigInteger value = parser.getBigIntegerValue();
        if (value.signum() < 0 || value.compareTo(MAX_UNSIGNED) > 0) {
            throw unsuitable(parser, tensor);
        }
        return value.longValue();
    }

    private static byte flag(JsonParser parser, Tensor tensor) throws IOException, ApiException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> 1;
            case VALUE_FALSE -> 0;
            case VALUE_NUMBER_INT -> (byte) whole(parser, tensor, 0, 1);
            case null, default -> throw unsuitable(parser, tensor);
        };
    }

    private static ApiException unsuitable(JsonParser parser, Tensor tensor) throws IOException {
        String text = parser.getText();
        return ApiException.wrong(
                "input '%s' holds %s, which is no element of datatype %s",
                tensor.spec().name(),
                text == null || text.length() > 40 ? "something" : text,
                Datatype.of(tensor.spec().type()));
    }

    /** Writes all elements as one flat array. */
    static void write(Tensor tensor, JsonGenerator json) throws IOException {
        int count = tensor.spec().elementCount();
        json.writeStartArray();
        for (int i = 0; i < count; i++) {
            writeElement(tensor, i, json);
        }
        json.writeEndArray();
    }

    private static void writeElement(Tensor tensor, int i, JsonGenerator json) throws IOException {
        switch (tensor.spec().type()) {
            case FLOAT32 -> json.writeNumber(tensor.floats().get(i));
            case FLOAT16 -> json.writeNumber(Float.float16ToFloat(tensor.bytes().getShort(i * 2)));
            case BFLOAT16 -> json.writeNumber(Bfloat16.toFloat(tensor.bytes().getShort(i * 2)));
            case FLOAT64 -> json.writeNumber(tensor.bytes().getDouble(i * 8));
            case STRING -> json.writeString(tensor.texts()[i]);
            case BOOL -> json.writeBoolean(tensor.bytes().get(i) != 0);
            case UINT64 -> json.writeNumber(unsigned(tensor.bytes(), i * 8));
            case INT8 -> json.writeNumber(tensor.bytes().get(i));
            case UINT8 -> json.writeNumber(tensor.bytes().get(i) & 0xFF);
            case INT16 -> json.writeNumber(tensor.bytes().getShort(i * 2));
            case UINT16 -> json.writeNumber(tensor.bytes().getShort(i * 2) & 0xFFFF);
            case INT32 -> json.writeNumber(tensor.bytes().getInt(i * 4));
            case UINT32 -> json.writeNumber(tensor.bytes().getInt(i * 4) & 0xFFFF_FFFFL);
            case INT64 -> json.writeNumber(tensor.bytes().getLong(i * 8));
        }
    }

    private static String unsigned(ByteBuffer bytes, int index) {
        return Long.toUnsignedString(bytes.getLong(index));
    }
}
