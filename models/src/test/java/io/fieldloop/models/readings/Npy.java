package io.fieldloop.models.readings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Tensors as NumPy writes them (NPY 1.0), right or wrong. */
public final class Npy {
    private Npy() {}

    /** A file with this type, shape and elements in its header's own words. */
    public static byte[] file(String type, String shape, byte[] elements) {
        String told = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
        String header = told + " ".repeat(Math.floorMod(-(told.length() + 11), 64)) + "\n";
        return ByteBuffer.allocate(10 + header.length() + elements.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(elements)
                .array();
    }
}
