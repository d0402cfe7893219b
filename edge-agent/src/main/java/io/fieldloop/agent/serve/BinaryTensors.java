package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.http.RequestBody;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The elements of tensors as bytes, little-endian without gaps, as in Triton's <a
 * href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md">binary tensor data
 * extension</a>: BOOL is one byte, 0 or 1; each element of BYTES follows its length in four bytes.
 */
final class BinaryTensors {
    private static final int LENGTH_BYTES = 4;

    private BinaryTensors() {}

    /** Fills a tensor from the next bytes of the body. */
    static void read(RequestBody body, int sizeBytes, Tensor into) throws IOException, ApiException {
        if (into.spec().type() == ElementType.STRING) {
            readTexts(ByteBuffer.wrap(body.read(sizeBytes)).order(ByteOrder.LITTLE_ENDIAN), into);
            return;
        }
        body.readInto(into.bytes().duplicate().clear());
        if (into.spec().type() == ElementType.BOOL) {
            requireFlags(into);
        }
    }

    /** Native code may do anything with another value. */
    private static void requireFlags(Tensor tensor) throws ApiException {
        ByteBuffer bytes = tensor.bytes();
        for (int i = 0; i < bytes.capacity(); i++) {
            if (bytes.get(i) != 0 && bytes.get(i) != 1) {
                throw ApiException.wrong(
                        "input '%s' holds a BOOL that is neither 0 nor 1",
                        tensor.spec().name());
            }
        }
    }

    private static void readTexts(ByteBuffer bytes, Tensor into) throws ApiException {
        String[] texts = into.texts();
        for (int i = 0; i < texts.length; i++) {
            int length = bytes.remaining() < LENGTH_BYTES ? -1 : bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw ApiException.wrong(
                        "input '%s' ends within element %d", into.spec().name(), i);
            }
            texts[i] = text(bytes.slice(bytes.position(), length), into);
            bytes.position(bytes.position() + length);
        }
        if (bytes.hasRemaining()) {
            throw ApiException.wrong(
                    "input '%s' has bytes after its last element", into.spec().name());
        }
    }

    private static String text(ByteBuffer utf8, Tensor into) throws ApiException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException _) {
            throw ApiException.wrong(
                    "input '%s' holds text that is not UTF-8", into.spec().name());
        }
    }

    /** All elements; the memory of the tensor itself unless it holds text. */
    static ByteBuffer of(Tensor tensor) {
        return tensor.spec().type() == ElementType.STRING
                ? texts(tensor.texts())
                : tensor.bytes().duplicate().clear();
    }

    private static ByteBuffer texts(String[] texts) {
        byte[][] encoded = new byte[texts.length][];
        int sizeBytes = 0;
        for (int i = 0; i < texts.length; i++) {
            encoded[i] = texts[i].getBytes(StandardCharsets.UTF_8);
            sizeBytes = Math.addExact(sizeBytes, LENGTH_BYTES + encoded[i].length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] text : encoded) {
            bytes.putInt(text.length).put(text);
        }
        return bytes.flip();
    }
}
