package io.fieldloop.models.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a predictor was wrong by, in partitions of the same size, each with a Rice code that suits it (RFC 9639, section 9.2.7). */
final class RicePartitions {
    private static final int MOST_ORDER = 6;
    private static final int MOST_PARAMETER = 14;
    private static final int PARAMETER_BITS = 4;
    private static final int FORM_BITS = 6;

    /** The numbers without their signs: 0, −1, 1, −2, … are 0, 1, 2, 3, … */
    private final int[] folded;

    /** So many at the beginning of the first partition are not written. */
    private final int skipped;

    /** There are 2 to the power of this partitions. */
    private final int order;

    /** Of each partition: how many bits of each number are written as they are. */
    private final List<Integer> parameters = new ArrayList<>();

    private final long bits;

    private RicePartitions(int[] folded, int skipped, int order) {
        this.folded = folded;
        this.skipped = skipped;
        this.order = order;
        this.bits = parametrise();
    }

    /** The partitions that take the fewest bits. */
    static RicePartitions of(int[] numbers, int skipped) {
        int[] folded =
                Arrays.stream(numbers).map(each -> (each << 1) ^ (each >> 31)).toArray();
        RicePartitions best = new RicePartitions(folded, skipped, 0);
        for (int order = 1; order <= MOST_ORDER && isDivided(folded.length, skipped, order); order++) {
            RicePartitions other = new RicePartitions(folded, skipped, order);
            best = other.bits < best.bits ? other : best;
        }
        return best;
    }

    private static boolean isDivided(int length, int skipped, int order) {
        return length % (1 << order) == 0 && length >> order > skipped;
    }

    private long parametrise() {
        long sum = FORM_BITS;
        int size = folded.length >> order;
        for (int from = 0; from < folded.length; from += size) {
            int start = Math.max(from, skipped);
            int count = from + size - start;
            long numbers =
                    Arrays.stream(folded, start, from + size).asLongStream().sum();
            int parameter = parameter(numbers / count);
            parameters.add(parameter);
            sum += PARAMETER_BITS + count * (parameter + 1L) + (numbers >> parameter);
        }
        return sum;
    }

    private static int parameter(long mean) {
        return mean == 0 ? 0 : Math.min(MOST_PARAMETER, Long.SIZE - 1 - Long.numberOfLeadingZeros(mean));
    }

    /** No fewer bits than it takes to write them. */
    long bits() {
        return bits;
    }

    /** Writes them. */
    void write(BitWriter out) {
        out.write(0, 2);
        out.write(order, 4);
        int size = folded.length >> order;
        for (int i = skipped; i < folded.length; i++) {
            int parameter = parameters.get(i / size);
            if (i == skipped || i % size == 0) {
                out.write(parameter, PARAMETER_BITS);
            }
            out.writeUnary(folded[i] >>> parameter);
            out.write(folded[i], parameter);
        }
    }
}
