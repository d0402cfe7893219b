package io.fieldloop.models.audio;

/** Reads numbers of any count of bits one after the other, the highest bit first. One thread. */
final class BitReader {
    private final byte[] bytes;
    private long position;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether there is anything left. */
    boolean hasMore() {
        return position < endPosition();
    }

    /** How many bytes were read, the last of them at least in part. */
    int readBytes() {
        return (int) ((position + Byte.SIZE - 1) / Byte.SIZE);
    }

    /**
     * Reads a number without a sign, of up to 63 bits.
     *
     * @throws AudioException if fewer are left
     */
    long read(int bits) throws AudioException {
        require(bits);
        long number = 0;
        int left = bits;
        while (left > 0) {
            int offset = (int) (position % Byte.SIZE);
            int taken = Math.min(left, Byte.SIZE - offset);
            int rest = current() >>> (Byte.SIZE - offset - taken);
            number = (number << taken) | (rest & ((1 << taken) - 1));
            position += taken;
            left -= taken;
        }
        return number;
    }

    /**
     * Reads a number with a sign, of up to 32 bits; 0 of no bits.
     *
     * @throws AudioException if fewer are left
     */
    int readSigned(int bits) throws AudioException {
        return bits == 0 ? 0 : (int) (read(bits) << (Long.SIZE - bits) >> (Long.SIZE - bits));
    }

    /**
     * Reads zeros up to a one, and tells how many there were.
     *
     * @throws AudioException if there is no one
     */
    long readUnary() throws AudioException {
        long start = position;
        while (true) {
            require(1);
            int offset = (int) (position % Byte.SIZE);
            int rest = current() << offset & 0xFF;
            if (rest != 0) {
                position += Integer.numberOfLeadingZeros(rest) - (Integer.SIZE - Byte.SIZE) + 1;
                return position - start - 1;
            }
            position += Byte.SIZE - offset;
        }
    }

    /** Leaves out what is left of a byte. */
    void align() {
        position = (long) readBytes() * Byte.SIZE;
    }

    /**
     * Leaves out bytes.
     *
     * @throws AudioException if fewer are left
     */
    void skipBytes(long count) throws AudioException {
        require(count * Byte.SIZE);
        position += count * Byte.SIZE;
    }

    private int current() {
        return Byte.toUnsignedInt(bytes[(int) (position / Byte.SIZE)]);
    }

    private long endPosition() {
        return (long) bytes.length * Byte.SIZE;
    }

    private void require(long bits) throws AudioException {
        if (bits > endPosition() - position) {
            throw new AudioException("the FLAC file is cut off after %d bytes".formatted(bytes.length));
        }
    }
}
