package io.fieldloop.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Sequence numbers without a gap.
 *
 * @param first the lowest, at least 1
 * @param last the highest, included
 */
public record SequenceRange(long first, long last) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if {@code first} is below 1 or above {@code last}
     */
    public SequenceRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "a range goes from 1 or more upwards, not %d to %d".formatted(first, last));
        }
    }

    /** The fewest ranges that hold exactly these numbers. */
    public static List<SequenceRange> covering(SortedSet<Long> numbers) {
        var ranges = new ArrayList<SequenceRange>();
        for (long number : numbers) {
            if (!ranges.isEmpty() && ranges.getLast().last() + 1 == number) {
                ranges.set(ranges.size() - 1, new SequenceRange(ranges.getLast().first(), number));
            } else {
                ranges.add(new SequenceRange(number, number));
            }
        }
        return List.copyOf(ranges);
    }
}
