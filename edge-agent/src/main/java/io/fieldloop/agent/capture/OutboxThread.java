package io.fieldloop.agent.capture;

import io.fieldloop.protocol.message.LedgerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that works on the database of an outbox. It takes every command that waits, runs them in one transaction,
 * and gives out the results after the commit: so the cost of reaching the disk is shared.
 */
final class OutboxThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxThread.class);
    private static final int MAX_WAITING = 1024;

    /** Fits into 53 bits, so that every reader of JSON can hold it. */
    private static final long MAX_EPOCH = 1L << 53;

    private final Path path;
    private final RandomGenerator random;
    private final BlockingQueue<Command<?>> commands = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Committed committed;
    private volatile boolean closed;

    /** Set before the thread looks for commands for the last time. Who comes after that refuses them himself. */
    private volatile boolean ended;

    // Belong to the thread.
    private OutboxFile file;

    /** Was so when it was last tried; what was reserved may be in use since then, and is not for samples. */
    private boolean diskIsFull;

    private OutboxThread(Path path, RandomGenerator random) throws IOException {
        this.path = path;
        this.random = random;
        this.file = openOrStartOver();
        this.committed = state(file);
        this.thread = Thread.ofPlatform().name("outbox").daemon().unstarted(this::work);
    }

    static OutboxThread start(Path path, RandomGenerator random) throws IOException {
        var outbox = new OutboxThread(path, random);
        outbox.thread.start();
        return outbox;
    }

    /** Runs work in a transaction, and returns when it is committed. */
    <T> T run(Command.Work<T> work) throws IOException, InterruptedException {
        return await(Command.of(work));
    }

    /** The same, with other work in its place when the disk has no room. */
    <T> T run(Command.Work<T> work, Command.Work<T> whenFull) throws IOException, InterruptedException {
        return await(Command.of(work, whenFull));
    }

    /** What stands on the disk. */
    Committed committed() {
        return committed;
    }

    void onChange(Runnable changed) {
        listeners.add(changed);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T await(Command<T> command) throws IOException, InterruptedException {
        if (closed) {
            throw new IOException("the outbox is closed");
        }
        commands.put(command);
        if (ended) {
            refuseWaiting();
        }
        return command.await();
    }

    private void work() {
        var group = new ArrayList<Command<?>>();
        try {
            reserveRoom();
            while (!closed) {
                group.add(commands.take());
                commands.drainTo(group);
                commit(group);
                group.clear();
            }
        } catch (InterruptedException _) {
            // Only close() interrupts this thread.
        }
        commands.drainTo(group);
        commit(group);
        closeFile(file);
        boolean _ = Thread.interrupted(); // by close(), which has had its effect
        boolean _ = file.reserve().take();
        ended = true;
        refuseWaiting();
    }

    /** For a disk that is full one day. If it is so already, or fails, the first command will tell. */
    private void reserveRoom() {
        try {
            file.reserveRoom();
            file.reuseJournal();
        } catch (SQLException e) {
            LOG.warn("outbox: no room can be reserved: {}", e.getMessage());
        }
        diskIsFull = !file.reserve().take();
    }

    private void refuseWaiting() {
        for (Command<?> command = commands.poll(); command != null; command = commands.poll()) {
            command.failed(new IOException("the outbox is closed"));
        }
    }

    /** The outermost frame of a transaction: whatever happens in it, its callers hear of it and the thread lives on. */
    private void commit(List<Command<?>> group) {
        try {
            lookForRoom(group);
            transact(group);
        } catch (SQLException | IOException e) {
            recover(e, group);
        } catch (RuntimeException | Error e) {
            LOG.error("outbox: failed in an unforeseen way", e);
            abandon(group, e);
        }
    }

    private void transact(List<Command<?>> group) throws SQLException, IOException {
        file.begin();
        for (Command<?> command : group) {
            command.run(file);
        }
        file.commit();
        Committed before = committed;
        committed = state(file);
        group.forEach(Command::committed);
        if (!committed.equals(before)) {
            listeners.forEach(Runnable::run);
        }
    }

    private void recover(Exception failure, List<Command<?>> group) {
        if (OutboxFile.isFull(failure)) {
            LOG.warn("outbox: the disk is full; new samples are given up until there is room");
            diskIsFull = true;
            group.forEach(Command::diskIsFull);
            retry(group);
        } else if (OutboxFile.isDamage(failure)) {
            startOverWith(group, failure);
        } else {
            LOG.error("outbox: the disk fails: {}", failure.getMessage());
            abandon(group, failure);
        }
    }

    private void lookForRoom(List<Command<?>> group) {
        diskIsFull = diskIsFull && !file.reserve().take();
        if (diskIsFull) {
            group.forEach(Command::diskIsFull);
        }
    }

    private void retry(List<Command<?>> group) {
        try {
            file.rollback();
            file.reuseJournal();
            transact(group);
        } catch (SQLException | IOException e) {
            if (OutboxFile.isFull(e) && file.reserve().giveUp()) {
                retry(group);
            } else {
                abandon(group, e);
            }
        }
    }

    private void abandon(List<Command<?>> group, Throwable failure) {
        try {
            file.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        group.forEach(command -> command.failed(failure));
    }

    private void startOverWith(List<Command<?>> group, Exception damage) {
        closeFile(file);
        try {
            file = startOver(damage);
            transact(group);
        } catch (SQLException | IOException e) {
            LOG.error("outbox: cannot start over: {}", e.getMessage());
            group.forEach(command -> command.failed(e));
        }
    }

    private OutboxFile openOrStartOver() throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        try {
            return OutboxFile.open(path, newEpoch());
        } catch (SQLException e) {
            if (!OutboxFile.isDamage(e)) {
                throw new IOException("cannot open the outbox %s: %s".formatted(path, e.getMessage()), e);
            }
            return startOver(e);
        }
    }

    private OutboxFile startOver(Exception damage) throws IOException {
        long epoch = newEpoch();
        Path aside = OutboxFile.moveAside(path, ".damaged-" + Long.toString(epoch, Character.MAX_RADIX));
        LOG.error(
                "outbox: the file is damaged ({}); it is kept as {}, and an empty one with epoch {} takes its place",
                damage.getMessage(),
                aside,
                epoch);
        try {
            return OutboxFile.open(path, epoch);
        } catch (SQLException e) {
            throw new IOException("cannot make a new outbox %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private long newEpoch() {
        return random.nextLong(1, MAX_EPOCH);
    }

    private static Committed state(OutboxFile file) {
        return new Committed(
                file.ledger().report(file.epoch()),
                file.samples().bytes(),
                file.samples().inFlight());
    }

    private static void closeFile(OutboxFile file) {
        try {
            file.close();
        } catch (SQLException e) {
            LOG.warn("outbox: closing failed: {}", e.getMessage());
        }
    }

    /**
     * What stands on the disk.
     *
     * @param bytes of samples
     * @param inFlight how many samples are
     */
    record Committed(LedgerReport ledger, long bytes, int inFlight) {}
}
