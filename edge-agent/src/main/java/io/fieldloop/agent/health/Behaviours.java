package io.fieldloop.agent.health;

import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.agent.health.WindowFile.Kept;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.BehaviourReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the models behave on each stream, told window by window. A window that is over is kept on the disk until the broker has it;
 * the one that is open when the power fails is counted as lost. Any thread.
 *
 * <p>Not promised: that the hub gets what the broker took. A gap in what it shows is then a gap.
 */
public final class Behaviours implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Behaviours.class);

    private final Duration window;
    private final Optional<String> embedding;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final WindowFile file;
    private final List<StreamBehaviour> streams = new CopyOnWriteArrayList<>();

    /** The reports that were given to the link and did not fail. */
    private final Set<Long> underway = ConcurrentHashMap.newKeySet();

    /** Those of them that the broker has. */
    private final Set<Long> taken = ConcurrentHashMap.newKeySet();

    /** Guarded by this, as what follows. */
    private final Pending pending;

    private long begunNanos = System.nanoTime();

    /** How many windows were lost before the one that is open. */
    private long lost;

    /** Whether the disk knows what is pending, and that a window is open. */
    private boolean saved;

    private Behaviours(
            Duration window,
            Optional<String> embedding,
            InstantSource clock,
            RandomGenerator random,
            WindowFile file,
            Kept kept) {
        this.window = window;
        this.embedding = embedding;
        this.clock = clock;
        this.random = random;
        this.file = file;
        this.pending = new Pending(kept.reports(), random);
        this.lost = kept.lost();
    }

    /**
     * Those of a device.
     *
     * @param path of the file that keeps what is not told yet, which need not be there
     * @param window how long one takes
     * @param embedding the output of the models whose values say what an input is like; empty for none
     * @throws IOException if the disk fails
     */
    public static Behaviours open(
            Path path, Duration window, Optional<String> embedding, InstantSource clock, RandomGenerator random)
            throws IOException {
        var file = new WindowFile(new AtomicFile(path));
        return new Behaviours(window, embedding, clock, random, file, file.read());
    }

    /** Counts the answers to one stream from now on; to be asked for once. */
    public StreamBehaviour of(StreamName stream) {
        var behaviour = new StreamBehaviour(stream, embedding);
        streams.add(behaviour);
        return behaviour;
    }

    /** To be called regularly: ends the window if it is time to, and has reports sent, a few at a time. */
    public synchronized void look(Sender sender) {
        saved &= !removeTaken();
        if (System.nanoTime() - begunNanos >= window.toNanos()) {
            endWindow();
        }
        if (!saved) {
            save(lost + 1);
        }
        for (BehaviourReport report : pending.first()) {
            if (underway.add(report.id())) {
                sender.send(report, () -> taken.add(report.id()), () -> underway.remove(report.id()));
            }
        }
    }

    private boolean removeTaken() {
        Set<Long> told = Set.copyOf(taken);
        boolean removed = pending.removeAll(told);
        taken.removeAll(told);
        underway.removeAll(told);
        return removed;
    }

    private void endWindow() {
        Instant to = clock.instant();
        long nanos = System.nanoTime();
        Instant from = to.minusNanos(nanos - begunNanos);
        begunNanos = nanos;
        boolean isTold = false;
        for (StreamBehaviour stream : streams) {
            for (var version : stream.take().entrySet()) {
                pending.add(new BehaviourReport(
                        random.nextLong(), stream.stream(), version.getKey(), from, to, lost, version.getValue()));
                isTold = true;
            }
        }
        if (isTold) {
            lost = 0;
            saved = false;
        }
    }

    private void save(long lostIfItEndedNow) {
        try {
            file.write(new Kept(Math.min(lostIfItEndedNow, BehaviourReport.MOST_LOST), pending.all()));
            saved = true;
        } catch (IOException e) {
            LOG.warn("how the models behave cannot be kept: {}", e.getMessage());
        }
    }

    /** Ends the window that is open and keeps it for the next start. */
    @Override
    public synchronized void close() {
        removeTaken();
        endWindow();
        save(lost);
    }

    /** Sends reports. */
    @FunctionalInterface
    public interface Sender {
        /** Sends nothing; all waits. */
        Sender NONE = (_, _, failed) -> failed.run();

        /**
         * Sends a report; one of the two is called at the end of it, by any thread.
         *
         * @param taken if the broker has it
         * @param failed if it may not have
         */
        void send(BehaviourReport report, Runnable taken, Runnable failed);
    }
}
