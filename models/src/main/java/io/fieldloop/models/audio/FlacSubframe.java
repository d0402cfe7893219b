package io.fieldloop.models.audio;

import java.util.Arrays;

/** Reads one channel of a frame of FLAC (RFC 9639, section 9.2). */
final class FlacSubframe {
    private static final int CONSTANT = 0;
    private static final int VERBATIM = 1;
    private static final int FIXED = 8;
    private static final int LINEAR = 32;

    /** Of the fixed predictors: what the samples before count, the latest first. */
    private static final int[][] FIXED_FACTORS = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

    private FlacSubframe() {}

    /**
     * Reads it.
     *
     * @param size how many samples there are
     * @param bits of each
     */
    static int[] read(BitReader in, int size, int bits) throws AudioException {
        FlacFrameReader.require(in.read(1) == 0);
        int type = (int) in.read(6);
        long wasted = in.read(1) == 1 ? in.readUnary() + 1 : 0;
        FlacFrameReader.require(wasted < bits);
        int[] samples = samples(in, type, size, bits - (int) wasted);
        return Arrays.stream(samples).map(sample -> sample << wasted).toArray();
    }

    private static int[] samples(BitReader in, int type, int size, int bits) throws AudioException {
        int[] samples = new int[size];
        if (type == CONSTANT) {
            Arrays.fill(samples, in.readSigned(bits));
        } else if (type == VERBATIM) {
            readAll(in, samples, size, bits);
        } else if (type >= LINEAR) {
            readLinear(in, samples, type - LINEAR + 1, bits);
        } else {
            FlacFrameReader.require(type >= FIXED && type - FIXED < FIXED_FACTORS.length);
            readAll(in, samples, type - FIXED, bits);
            predict(in, samples, FIXED_FACTORS[type - FIXED], 0);
        }
        return samples;
    }

    private static void readAll(BitReader in, int[] samples, int count, int bits) throws AudioException {
        FlacFrameReader.require(count <= samples.length);
        for (int i = 0; i < count; i++) {
            samples[i] = in.readSigned(bits);
        }
    }

    private static void readLinear(BitReader in, int[] samples, int order, int bits) throws AudioException {
        readAll(in, samples, order, bits);
        int precision = (int) in.read(4) + 1;
        int shift = in.readSigned(5);
        FlacFrameReader.require(precision < 16 && shift >= 0);
        int[] factors = new int[order];
        readAll(in, factors, order, precision);
        predict(in, samples, factors, shift);
    }

    /** Each sample is what the factors make of those before it, and what that is wrong by. */
    private static void predict(BitReader in, int[] samples, int[] factors, int shift) throws AudioException {
        readResidual(in, samples, factors.length);
        for (int i = factors.length; i < samples.length; i++) {
            long sum = 0;
            for (int k = 0; k < factors.length; k++) {
                sum += (long) factors[k] * samples[i - 1 - k];
            }
            samples[i] += (int) (sum >> shift);
        }
    }

    /** Puts what the predictor is wrong by where the samples will be (section 9.2.7). */
    private static void readResidual(BitReader in, int[] samples, int skipped) throws AudioException {
        int method = (int) in.read(2);
        FlacFrameReader.require(method <= 1);
        int parameterBits = 4 + method;
        int order = (int) in.read(4);
        int size = samples.length >> order;
        FlacFrameReader.require(size << order == samples.length && size >= skipped);
        for (int from = 0; from < samples.length; from += size) {
            readPartition(in, samples, Math.max(from, skipped), from + size, parameterBits);
        }
    }

    private static void readPartition(BitReader in, int[] samples, int from, int until, int parameterBits)
            throws AudioException {
        int parameter = (int) in.read(parameterBits);
        if (parameter == (1 << parameterBits) - 1) {
            int bits = (int) in.read(5);
            for (int i = from; i < until; i++) {
                samples[i] = in.readSigned(bits);
            }
            return;
        }
        for (int i = from; i < until; i++) {
            long high = in.readUnary();
            FlacFrameReader.require(high <= 0xFFFF_FFFFL >>> parameter);
            long folded = high << parameter | in.read(parameter);
            samples[i] = (int) ((folded >>> 1) ^ -(folded & 1));
        }
    }
}
