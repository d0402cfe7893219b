package io.fieldloop.agent.serve;

/** The upper half of a {@code float}. */
final class Bfloat16 {
    private Bfloat16() {}

    /** The nearest one; of two equally near the even one. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40); // rounding could make an infinity of it
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
