package io.fieldloop.hub.ingest;

import io.fieldloop.hub.channel.DeviceChannel;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Receipts for what is stored that devices were not given yet. They may wait for a moment, so that one tells a device of many samples
 * instead of each of one: a receipt costs as much as a message. One thread.
 */
final class DueReceipts {
    /** Far less than the seconds after which a device sends again. */
    static final Duration MOMENT = Duration.ofMillis(500);

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final DeviceChannel channel;
    private final Map<Outbox, NavigableSet<Long>> received = new HashMap<>();
    private long since;

    DueReceipts(DeviceChannel channel) {
        this.channel = channel;
    }

    /** These are stored. */
    void add(List<Understood> parcels) {
        if (received.isEmpty()) {
            since = System.nanoTime();
        }
        for (Understood parcel : parcels) {
            if (parcel.message() instanceof SampleBatch batch) {
                var outbox = new Outbox(parcel.device(), batch.epoch(), batch.stream());
                NavigableSet<Long> numbers = received.computeIfAbsent(outbox, _ -> new TreeSet<>());
                batch.samples().stream().map(Sample::sequence).forEach(numbers::add);
            }
        }
    }

    /** How long they may wait from now on: not at all if that is not positive, and for very long if there are none. */
    Duration patience() {
        return received.isEmpty() ? FOR_EVER : MOMENT.minusNanos(System.nanoTime() - since);
    }

    /** Gives all of them. */
    void give() {
        received.forEach((outbox, numbers) -> channel.receipts(
                outbox.device(), new Receipts(outbox.epoch(), outbox.stream(), SequenceRange.covering(numbers))));
        received.clear();
    }

    private record Outbox(DeviceId device, long epoch, StreamName stream) {}
}
