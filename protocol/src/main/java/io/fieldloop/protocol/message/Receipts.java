package io.fieldloop.protocol.message;

import io.fieldloop.protocol.StreamName;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The hub has stored these samples for good; the device may let them go.
 *
 * @param epoch the life of the outbox that numbered them
 * @param stream the stream
 * @param ranges of sequence numbers, ascending, neither overlapping nor adjacent
 */
public record Receipts(long epoch, StreamName stream, List<SequenceRange> ranges) implements HubMessage {
    /**
     * Takes a copy of the ranges.
     *
     * @throws IllegalArgumentException if they are not ascending and apart
     */
    public Receipts {
        ranges = List.copyOf(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).first() <= ranges.get(i - 1).last() + 1) {
                throw new IllegalArgumentException("ranges of a receipt must ascend and stand apart");
            }
        }
    }

    /** For every sample of a batch. */
    public static Receipts of(SampleBatch batch) {
        var numbers = batch.samples().stream().map(Sample::sequence).collect(Collectors.toCollection(TreeSet::new));
        return new Receipts(batch.epoch(), batch.stream(), SequenceRange.covering(numbers));
    }
}
