package io.fieldloop.hub.bundles;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SequenceRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The receipts for a bundle while it is taken in, those of a stream together. One thread. */
final class ReceiptList {
    private final DeviceId device;
    private final Map<Outbox, NavigableSet<Long>> numbers = new LinkedHashMap<>();
    private int refused;

    ReceiptList(DeviceId device) {
        this.device = device;
    }

    DeviceId device() {
        return device;
    }

    void add(Receipts receipts) {
        NavigableSet<Long> known =
                numbers.computeIfAbsent(new Outbox(receipts.epoch(), receipts.stream()), _ -> new TreeSet<>());
        for (SequenceRange range : receipts.ranges()) {
            for (long number = range.first(); number <= range.last(); number++) {
                known.add(number);
            }
        }
    }

    /** A message was of no use. */
    void refuse() {
        refused++;
    }

    /** How many samples are stored. */
    int samples() {
        return numbers.values().stream().mapToInt(NavigableSet::size).sum();
    }

    /** How many messages were of no use. */
    int refused() {
        return refused;
    }

    List<Receipts> receipts() {
        return numbers.entrySet().stream()
                .map(entry -> new Receipts(
                        entry.getKey().epoch(), entry.getKey().stream(), SequenceRange.covering(entry.getValue())))
                .toList();
    }

    private record Outbox(long epoch, StreamName stream) {}
}
