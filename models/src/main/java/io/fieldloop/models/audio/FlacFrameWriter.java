package io.fieldloop.models.audio;

import java.util.Arrays;

/**
 * Writes frames of one channel of 16 bits: a constant, what is left of a fixed predictor, or the samples as they are, whichever is
 * smallest (RFC 9639, sections 9.1 and 9.2).
 */
final class FlacFrameWriter {
    private static final int SYNCHRONISATION = 0x7FFC;
    private static final int SIZE_FOLLOWS = 7;
    private static final int BITS_16 = 4;
    private static final int CONSTANT = 0;
    private static final int VERBATIM = 1;
    private static final int FIXED = 8;
    private static final int MOST_PREDICTED_FROM = 4;

    private FlacFrameWriter() {}

    /**
     * Writes a frame.
     *
     * @param number of the frame, counted from 0; below 65,536
     * @param samples at least one, at most 65,535
     */
    static byte[] write(int number, int[] samples) {
        BitWriter out = new BitWriter();
        writeHeader(number, samples.length, out);
        writeChecksum(FlacChecksum.HEADER, out);
        writeSubframe(samples, out);
        out.align();
        writeChecksum(FlacChecksum.FRAME, out);
        return out.toByteArray();
    }

    private static void writeHeader(int number, int size, BitWriter out) {
        out.write(SYNCHRONISATION, 15);
        out.write(0, 1);
        out.write(SIZE_FOLLOWS, 4);
        out.write(0, 4); // the rate stands in the header of the file
        out.write(0, 4); // one channel
        out.write(BITS_16, 3);
        out.write(0, 1);
        writeNumber(number, out);
        out.write(size - 1, 16);
    }

    /** As UTF-8 writes a character. */
    private static void writeNumber(int number, BitWriter out) {
        if (number < 0x80) {
            out.write(number, 8);
        } else if (number < 0x800) {
            out.write(0b110_00000 | number >>> 6, 8);
            out.write(0b10_000000 | (number & 0x3F), 8);
        } else {
            out.write(0b1110_0000 | number >>> 12, 8);
            out.write(0b10_000000 | (number >>> 6 & 0x3F), 8);
            out.write(0b10_000000 | (number & 0x3F), 8);
        }
    }

    private static void writeChecksum(FlacChecksum kind, BitWriter out) {
        byte[] frame = out.toByteArray();
        out.write(kind.of(frame, 0, frame.length), kind.bits());
    }

    private static void writeSubframe(int[] samples, BitWriter out) {
        if (Arrays.stream(samples).allMatch(sample -> sample == samples[0])) {
            out.write(CONSTANT << 1, 8);
            out.write(samples[0], Short.SIZE);
            return;
        }
        int order = bestOrder(samples);
        RicePartitions residual = RicePartitions.of(differences(samples, order), order);
        if (residual.bits() + (long) order * Short.SIZE < (long) samples.length * Short.SIZE) {
            out.write((FIXED | order) << 1, 8);
            writeAll(Arrays.copyOf(samples, order), out);
            residual.write(out);
        } else {
            out.write(VERBATIM << 1, 8);
            writeAll(samples, out);
        }
    }

    private static void writeAll(int[] samples, BitWriter out) {
        for (int sample : samples) {
            out.write(sample, Short.SIZE);
        }
    }

    /** From how many samples before it each is predicted best. */
    private static int bestOrder(int[] samples) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int order = 0; order <= Math.min(MOST_PREDICTED_FROM, samples.length - 1); order++) {
            long sum = Arrays.stream(differences(samples, order))
                    .skip(order)
                    .mapToLong(Math::abs)
                    .sum();
            if (sum < least) {
                least = sum;
                best = order;
            }
        }
        return best;
    }

    /** What the predictor of an order is wrong by: differences of differences. The first {@code order} mean nothing. */
    private static int[] differences(int[] samples, int order) {
        int[] differences = samples.clone();
        for (int time = 1; time <= order; time++) {
            for (int i = differences.length - 1; i >= time; i--) {
                differences[i] -= differences[i - 1];
            }
        }
        return differences;
    }
}
