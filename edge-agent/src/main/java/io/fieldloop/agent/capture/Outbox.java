package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.Appended.Queued;
import io.fieldloop.agent.capture.Appended.Refused;
import io.fieldloop.agent.capture.SampleTable.Row;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where captured samples wait until the hub has given a receipt for them. It is bounded: when it is full, the least valuable
 * samples are given up, of these the oldest first, and the ledger says so. Any thread.
 *
 * <p>The calls return when the disk has what they did; calls of many threads share a transaction.
 */
public final class Outbox implements AutoCloseable {
    /** The most bytes of samples in one message. */
    static final int MAX_SHIPMENT_BYTES = 900 << 10;

    private static final int EVICTION_STEP = 64;

    /** Numbers are given within the transaction; the largest one shows before it whether a message can hold the sample. */
    private static final long LARGEST_SEQUENCE = Long.MAX_VALUE;

    private final OutboxThread thread;
    private final long maxBytes;

    Outbox(OutboxThread thread, long maxBytes) {
        this.thread = thread;
        this.maxBytes = maxBytes;
    }

    /**
     * Opens the outbox in a file, or makes it. A damaged file is moved aside and kept, and a new one with a new epoch takes
     * its place.
     *
     * @param maxBytes the most bytes of samples that wait
     * @param random makes the epoch of a new outbox
     * @throws IOException if the file can be neither opened nor moved aside, or a newer agent made it
     */
    public static Outbox open(Path file, long maxBytes, RandomGenerator random) throws IOException {
        return new Outbox(OutboxThread.start(file, random), maxBytes);
    }

    /**
     * Keeps a sample.
     *
     * @return its number, or why it could not be kept
     * @throws IOException if the disk fails; the sample was then not captured, and has no number
     * @throws InterruptedException if the calling thread is interrupted; the sample may be kept all the same
     */
    public Appended append(StreamName stream, Captured captured) throws IOException, InterruptedException {
        byte[] encoded;
        try {
            encoded = encode(stream, captured);
        } catch (WireException _) {
            return thread.run(file -> refuse(file, stream, EvictionReason.TOO_LARGE));
        }
        return thread.runUnlessFull(
                file -> insert(file, stream, captured.value(), encoded), () -> thread.refuseUnwritten(stream));
    }

    /**
     * Lets go of what the hub has stored. What is not here any more, or never was, is passed over; so are receipts for
     * another epoch.
     *
     * @return how many samples were let go
     * @throws IOException if the disk fails; nothing was let go
     */
    public long release(Receipts receipts) throws IOException, InterruptedException {
        return thread.run(file -> receipts.epoch() == file.epoch() ? release(file, receipts) : 0L);
    }

    /**
     * Takes the most valuable samples that wait, of these the oldest, as far as they are of one stream and fit into a message.
     * They are then in flight.
     */
    Optional<Shipment> take() throws IOException, InterruptedException {
        Taken taken = thread.run(this::take);
        var samples = new ArrayList<Sample>();
        var ids = new ArrayList<Long>();
        for (int i = 0; i < taken.rows.size(); i++) {
            Row row = taken.rows.get(i);
            Optional<Sample> sample = decode(taken.bodies.get(i), row.sequence());
            if (sample.isPresent()) {
                samples.add(sample.get());
                ids.add(row.id());
            } else {
                evictUnreadable(row);
            }
        }
        if (samples.isEmpty()) {
            return taken.rows.isEmpty() ? Optional.empty() : take();
        }
        var batch = new SampleBatch(taken.epoch, taken.rows.getFirst().stream(), samples);
        return Optional.of(new Shipment(batch, ids));
    }

    /** A shipment did not arrive; its samples wait again. */
    void putBack(Shipment shipment) throws IOException, InterruptedException {
        thread.run(file -> {
            for (long id : shipment.ids()) {
                file.samples().putBack(id);
            }
            return shipment.ids().size();
        });
    }

    /** What has been in flight for so long waits again. Returns how many samples that were. */
    int putBackAfter(Duration inFlight) throws IOException, InterruptedException {
        long before = System.nanoTime() - inFlight.toNanos();
        return thread.run(file -> file.samples().putBackSentBefore(before));
    }

    /** Runs {@code listener} after each transaction that changed something, on the thread of the outbox; must be quick. */
    void onChange(Runnable listener) {
        thread.onChange(listener);
    }

    /** The account of every stream as it stands on the disk. */
    public LedgerReport ledger() {
        return thread.committed().ledger();
    }

    /** How many bytes of samples wait, in flight included. */
    public long bytes() {
        return thread.committed().bytes();
    }

    /** How many samples wait for a receipt. */
    int inFlight() {
        return thread.committed().inFlight();
    }

    /** Finishes what was begun, and closes the file. */
    @Override
    public void close() {
        thread.close();
    }

    private static byte[] encode(StreamName stream, Captured captured) throws WireException {
        return Wire.encode(new SampleBatch(Long.MAX_VALUE, stream, List.of(captured.numbered(LARGEST_SEQUENCE))));
    }

    private static Optional<Sample> decode(byte[] body, long sequence) {
        try {
            return Wire.decodeDeviceMessage(body) instanceof SampleBatch batch
                    ? Optional.of(numbered(batch.samples().getFirst(), sequence))
                    : Optional.empty();
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    private static Sample numbered(Sample stored, long sequence) {
        return new Sample(
                sequence,
                stored.capturedAt(),
                stored.mediaType(),
                stored.media(),
                stored.model(),
                stored.prediction(),
                stored.rules(),
                stored.value());
    }

    private static Appended refuse(OutboxFile file, StreamName stream, EvictionReason reason) {
        file.ledger().capturedInVain(stream, 1, reason);
        return new Refused(reason);
    }

    private Appended insert(OutboxFile file, StreamName stream, double value, byte[] encoded) throws SQLException {
        long sequence = file.ledger().captured(stream);
        file.samples().insert(stream, sequence, value, encoded);
        evictDownTo(maxBytes, file);
        return new Queued(sequence);
    }

    private static void evictDownTo(long maxBytes, OutboxFile file) throws SQLException {
        while (file.samples().bytes() > maxBytes) {
            for (Row row : file.samples().leastValuable(EVICTION_STEP)) {
                if (file.samples().bytes() <= maxBytes) {
                    return;
                }
                file.samples().delete(row);
                file.ledger().evicted(row.stream(), 1, EvictionReason.OUTBOX_FULL);
            }
        }
    }

    private static long release(OutboxFile file, Receipts receipts) throws SQLException {
        long released = 0;
        for (SequenceRange range : receipts.ranges()) {
            released += file.samples().delete(receipts.stream(), range);
        }
        file.ledger().acknowledged(receipts.stream(), released);
        return released;
    }

    private Taken take(OutboxFile file) throws SQLException {
        var rows = new ArrayList<Row>();
        var bodies = new ArrayList<byte[]>();
        long now = System.nanoTime();
        long bytes = 0;
        for (Row row : file.samples().mostValuable(SampleBatch.MAX_SAMPLES)) {
            bytes += row.bytes();
            if (!rows.isEmpty() && bytes > MAX_SHIPMENT_BYTES) {
                break;
            }
            if (rows.isEmpty() || row.stream().equals(rows.getFirst().stream())) {
                rows.add(row);
                bodies.add(file.samples().body(row.id()));
                file.samples().sent(row.id(), now);
            } else {
                bytes -= row.bytes();
            }
        }
        return new Taken(file.epoch(), rows, bodies);
    }

    private void evictUnreadable(Row row) throws IOException, InterruptedException {
        thread.run(file -> {
            boolean there = file.samples().delete(row);
            if (there) {
                file.ledger().evicted(row.stream(), 1, EvictionReason.UNREADABLE);
            }
            return there;
        });
    }

    private record Taken(long epoch, List<Row> rows, List<byte[]> bodies) {}
}
