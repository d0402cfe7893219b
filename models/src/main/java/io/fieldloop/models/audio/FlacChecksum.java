package io.fieldloop.models.audio;

/** The checksums in a frame of FLAC (RFC 9639, sections 9.1.8 and 9.3). */
enum FlacChecksum {
    /** Of the header of a frame. */
    HEADER(8, 0x07),
    /** Of the whole of it. */
    FRAME(16, 0x8005);

    private final int bits;
    private final int polynomial;

    FlacChecksum(int bits, int polynomial) {
        this.bits = bits;
        this.polynomial = polynomial;
    }

    int bits() {
        return bits;
    }

    /** The checksum of a part of some bytes. */
    int of(byte[] bytes, int from, int until) {
        int remainder = 0;
        for (int i = from; i < until; i++) {
            remainder ^= Byte.toUnsignedInt(bytes[i]) << (bits - Byte.SIZE);
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                int shifted = remainder << 1;
                remainder = (shifted >>> bits & 1) == 0 ? shifted : (shifted ^ polynomial) & ((1 << bits) - 1);
            }
        }
        return remainder;
    }
}
