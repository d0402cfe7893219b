package io.fieldloop.models.audio;

import java.io.ByteArrayOutputStream;

/** Writes numbers of any count of bits one after the other, the highest bit first. One thread. */
final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The bits of a byte that is not whole yet. */
    private int begun;

    private int begunBits;

    /** Writes the lowest bits of a number, up to 64. */
    void write(long number, int bits) {
        int left = bits;
        while (left > 0) {
            int taken = Math.min(left, Byte.SIZE - begunBits);
            left -= taken;
            begun = (begun << taken) | ((int) (number >>> left) & ((1 << taken) - 1));
            begunBits += taken;
            if (begunBits == Byte.SIZE) {
                bytes.write(begun);
                begun = 0;
                begunBits = 0;
            }
        }
    }

    /** Writes bytes. */
    void write(byte[] whole) {
        for (byte each : whole) {
            write(each, Byte.SIZE);
        }
    }

    /** Writes so many zeros and a one. */
    void writeUnary(int zeros) {
        for (int left = zeros; left > 0; left -= Integer.SIZE) {
            write(0, Math.min(left, Integer.SIZE));
        }
        write(1, 1);
    }

    /** Writes zeros up to the end of a byte. */
    void align() {
        write(0, (Byte.SIZE - begunBits) % Byte.SIZE);
    }

    /** The bytes that are whole. */
    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
