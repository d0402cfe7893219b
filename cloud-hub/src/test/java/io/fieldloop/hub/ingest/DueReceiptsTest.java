package io.fieldloop.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.hub.channel.DeviceChannel;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.hub.mqtt.Delivery;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DueReceiptsTest {
    private static final StreamName LINE = new StreamName("line");
    private static final DeviceId ONE = new DeviceId("one");
    private static final DeviceId OTHER = new DeviceId("other");

    private final Given given = new Given();
    private final DueReceipts due = new DueReceipts(given);

    @Test
    void samplesOfManyMessages_areToldByOneReceiptOfTheirOutbox() {
        due.add(List.of(samples(ONE, 7, 1, 2), samples(OTHER, 7, 1)));
        due.add(List.of(samples(ONE, 7, 3), samples(ONE, 7, 9), samples(ONE, 8, 1)));
        assertThat(given.receipts).isEmpty();

        due.give();

        assertThat(given.receipts)
                .containsEntry(
                        ONE + " 7", new Receipts(7, LINE, List.of(new SequenceRange(1, 3), new SequenceRange(9, 9))))
                .containsEntry(ONE + " 8", new Receipts(8, LINE, List.of(new SequenceRange(1, 1))))
                .containsEntry(OTHER + " 7", new Receipts(7, LINE, List.of(new SequenceRange(1, 1))))
                .hasSize(3);
    }

    @Test
    void whatIsGiven_isGivenOnce() {
        due.add(List.of(samples(ONE, 7, 1)));
        due.give();
        given.receipts.clear();

        due.give();

        assertThat(given.receipts).isEmpty();
    }

    @Test
    void patience_isThatOfTheOldest_andLongWhereThereIsNone() {
        assertThat(due.patience()).isGreaterThan(Duration.ofHours(1));

        due.add(List.of(samples(ONE, 7, 1)));

        assertThat(due.patience()).isLessThanOrEqualTo(DueReceipts.MOMENT);
        due.give();
        assertThat(due.patience()).isGreaterThan(Duration.ofHours(1));
    }

    private static Understood samples(DeviceId device, long epoch, long... sequences) {
        List<Sample> samples = LongStream.of(sequences)
                .mapToObj(n -> TestSampleBatches.sample(n, "image/png", Bytes.wrap(new byte[] {1})))
                .toList();
        var delivery = new Delivery("topic", new byte[0], Instant.EPOCH, () -> {});
        return new Understood(delivery, device, new SampleBatch(epoch, LINE, samples));
    }

    /** Keeps what a device was given last of each outbox. */
    private static final class Given implements DeviceChannel {
        private final Map<String, Receipts> receipts = new HashMap<>();

        @Override
        public void desired(DeviceId device, DesiredState desired) {
            throw new AssertionError("receipts are no desired states");
        }

        @Override
        public void receipts(DeviceId device, Receipts told) {
            assertThat(receipts.put(device + " " + told.epoch(), told)).isNull();
        }
    }
}
