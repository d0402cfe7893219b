package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.Appended.Queued;
import io.fieldloop.agent.capture.Appended.Refused;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
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

    private final OutboxThread thread;
    private final Evictions evictions;

    Outbox(OutboxThread thread, Evictions evictions) {
        this.thread = thread;
        this.evictions = evictions;
    }

    /**
     * Opens the outbox in a file, or makes it. A damaged file is moved aside and kept, and a new one with a new epoch takes
     * its place. Large media are in a folder beside it.
     *
     * @param random makes the epoch of a new outbox
     * @throws IOException if the file can be neither opened nor moved aside, or a newer agent made it
     */
    public static Outbox open(Path file, Bounds bounds, RandomGenerator random) throws IOException {
        OutboxThread thread = OutboxThread.start(file, random);
        return new Outbox(thread, new Evictions(bounds, file.toFile()::getUsableSpace));
    }

    /**
     * Keeps a sample.
     *
     * @return its number, or why it could not be kept
     * @throws IOException if the disk fails; the sample was then not captured, and has no number
     * @throws InterruptedException if the calling thread is interrupted; the sample may be kept all the same
     */
    public Appended append(StreamName stream, Captured captured) throws IOException, InterruptedException {
        return append(stream, List.of(captured)).getFirst();
    }

    /**
     * Keeps samples of a stream in one transaction.
     *
     * @return what became of each, in their order
     * @throws IOException if the disk fails; none of them was then captured
     * @throws InterruptedException if the calling thread is interrupted; they may be kept all the same
     */
    public List<Appended> append(StreamName stream, List<Captured> captured) throws IOException, InterruptedException {
        List<Optional<Encoded>> encoded =
                captured.stream().map(sample -> Encoded.of(stream, sample)).toList();
        return thread.run(file -> insert(file, stream, encoded), file -> giveUp(file, stream, encoded.size()));
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
     * Takes the samples without large media that rank highest of those that wait, as far as they are of one stream and fit into a message. They are then
     * in flight.
     */
    Optional<Shipment> take() throws IOException, InterruptedException {
        return take(MAX_SHIPMENT_BYTES);
    }

    /** The same, with at most so many bytes, unless the first sample alone has more. */
    Optional<Shipment> take(long mostBytes) throws IOException, InterruptedException {
        Taken taken = thread.run(file -> take(file, Math.min(mostBytes, MAX_SHIPMENT_BYTES)));
        var samples = new ArrayList<Sample>();
        var places = new ArrayList<Long>();
        for (Stored stored : taken.stored) {
            Optional<Sample> sample = stored.sample();
            if (sample.isPresent()) {
                samples.add(sample.get());
                places.add(stored.row.place());
            } else {
                thread.run(file -> file.evict(stored.row.place(), EvictionReason.UNREADABLE));
            }
        }
        if (samples.isEmpty()) {
            return taken.stored.isEmpty() ? Optional.empty() : take(mostBytes);
        }
        var batch = new SampleBatch(taken.epoch, taken.stored.getFirst().row.stream(), samples);
        return Optional.of(new Shipment(batch, places));
    }

    /** Takes the sample with large media that ranks highest of those that wait. It is then in flight. */
    Optional<LargeSample> takeLarge() throws IOException, InterruptedException {
        return thread.run(Outbox::takeLarge);
    }

    /** A sample is still on its way; false if it was given up meanwhile. */
    boolean keepInFlight(LargeSample sample) throws IOException, InterruptedException {
        return thread.run(file -> file.samples().resend(sample.place(), System.nanoTime()));
    }

    /** A sample did not arrive, and waits again. */
    void putBack(LargeSample sample) throws IOException, InterruptedException {
        boolean _ = thread.run(file -> file.samples().putBack(sample.place()));
    }

    /** Gives a sample up whose media are damaged. */
    void giveUpUnreadable(LargeSample sample) throws IOException, InterruptedException {
        boolean _ = thread.run(file -> file.evict(sample.place(), EvictionReason.UNREADABLE));
    }

    /** A shipment did not arrive; its samples wait again. */
    void putBack(Shipment shipment) throws IOException, InterruptedException {
        thread.run(file -> {
            shipment.places().forEach(file.samples()::putBack);
            return shipment.places().size();
        });
    }

    /** What has been in flight for so long waits again. Returns how many samples that were. */
    int putBackAfter(Duration inFlight) throws IOException, InterruptedException {
        long before = System.nanoTime() - inFlight.toNanos();
        return thread.run(file -> file.samples().putBackSentBefore(before));
    }

    /** How many bytes of samples went to the hub on a day. */
    long spent(LocalDate day) throws IOException, InterruptedException {
        return thread.run(file -> file.traffic().bytes(day));
    }

    /** Writes down that so many bytes more go to the hub on a day. */
    void spend(LocalDate day, long bytes) throws IOException, InterruptedException {
        long _ = thread.run(file -> {
            file.traffic().add(day, bytes);
            return bytes;
        });
    }

    /** Also runs {@code listener} after each transaction that changed something, on the thread of the outbox; must be quick. */
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

    private List<Appended> insert(OutboxFile file, StreamName stream, List<Optional<Encoded>> samples)
            throws SQLException, IOException {
        long bytesBefore = file.samples().bytes();
        var appended = new ArrayList<Appended>(samples.size());
        for (Optional<Encoded> sample : samples) {
            if (sample.isPresent()) {
                appended.add(new Queued(file.insert(stream, sample.get())));
            } else {
                file.ledger().capturedInVain(stream, 1, EvictionReason.TOO_LARGE);
                appended.add(new Refused(EvictionReason.TOO_LARGE));
            }
        }
        evictions.keepBounds(file, bytesBefore);
        return appended;
    }

    private static List<Appended> giveUp(OutboxFile file, StreamName stream, int count) {
        file.ledger().capturedInVain(stream, count, EvictionReason.DISK_FULL);
        return Collections.nCopies(count, new Refused(EvictionReason.DISK_FULL));
    }

    private static long release(OutboxFile file, Receipts receipts) throws SQLException {
        long released = 0;
        for (SequenceRange range : receipts.ranges()) {
            released += file.release(receipts.stream(), range);
        }
        return released;
    }

    private static Taken take(OutboxFile file, long mostBytes) throws SQLException {
        var stored = new ArrayList<Stored>();
        long now = System.nanoTime();
        for (Row row : new Order(file.samples()).next(SampleBatch.MAX_SAMPLES, mostBytes)) {
            stored.add(new Stored(row, Bytes.wrap(file.samples().body(row.place()))));
            file.samples().sent(row, now);
        }
        return new Taken(file.epoch(), stored);
    }

    private static Optional<LargeSample> takeLarge(OutboxFile file) throws SQLException {
        Optional<Row> row = new Order(file.samples()).large();
        if (row.isEmpty()) {
            return Optional.empty();
        }
        long place = row.get().place();
        Optional<LargeSample> taken =
                LargeSample.read(file, row.get(), Bytes.wrap(file.samples().body(place)));
        if (taken.isEmpty()) {
            boolean _ = file.evict(place, EvictionReason.UNREADABLE);
            return takeLarge(file);
        }
        file.samples().sent(row.get(), System.nanoTime());
        return taken;
    }

    private record Taken(long epoch, List<Stored> stored) {}

    /** A sample as it stands in the database. */
    private record Stored(Row row, Bytes body) {
        /** Empty if its body makes no sense. */
        Optional<Sample> sample() {
            return Encoded.decode(body).map(sample -> Encoded.numbered(sample, row.sequence()));
        }
    }
}
