package io.fieldloop.lab.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A started program, whose output goes to a log file and can be waited for. Any thread. */
public final class Program implements AutoCloseable {
    private static final int REMEMBERED_LINES = 2_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread reader;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    /** Guarded by {@code lock}. */
    private final Deque<String> lines = new ArrayDeque<>();
    /** Guarded by {@code lock}. */
    private boolean ended;

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.reader = Thread.ofPlatform().daemon().name("output of " + name).unstarted(this::read);
    }

    static Program start(String name, ProcessBuilder builder, Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        var program = new Program(name, builder.redirectErrorStream(true).start(), log);
        program.reader.start();
        return program;
    }

    /**
     * Writes a line to its standard input.
     *
     * @throws IOException if it has ended
     */
    public void tell(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** What it is called in messages. */
    public String name() {
        return name;
    }

    /** The number of its process. */
    public long processId() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /**
     * Waits for a line of its output, past ones included.
     *
     * @return the line
     * @throws ProgramException if it ends first or takes longer
     */
    public String awaitLine(Predicate<String> wanted, Duration limit) throws ProgramException, InterruptedException {
        long nanosLeft = limit.toNanos();
        lock.lock();
        try {
            while (true) {
                for (String line : lines) {
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                if (ended) {
                    throw new ProgramException(name + " ended with code " + process.waitFor() + tail());
                }
                if (nanosLeft <= 0) {
                    throw new ProgramException(
                            name + " did not say what was waited for within " + limit.toSeconds() + " s" + tail());
                }
                nanosLeft = more.awaitNanos(nanosLeft);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The first line of its output that starts so; empty if it has not said it yet. */
    public Optional<String> said(String start) {
        lock.lock();
        try {
            return lines.stream().filter(line -> line.startsWith(start)).findFirst();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for its end.
     *
     * @return its exit code
     * @throws ProgramException if it takes longer
     */
    public int awaitEnd(Duration limit) throws ProgramException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ProgramException(name + " still runs after " + limit);
        }
        reader.join();
        return process.exitValue();
    }

    /** Waits for its end, however long that takes. */
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Asks it to stop and waits; kills it when it takes too long. */
    public void stop() throws InterruptedException {
        stop(STOP_LIMIT);
    }

    /** Asks it to stop and waits; kills it when it takes longer than {@code limit}. Its last words are kept. */
    public void stop(Duration limit) throws InterruptedException {
        process.toHandle().destroy(); // unlike the process's own method it leaves the output open
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
        reader.join(LAST_WORDS); // what it had started may still hold its output open
    }

    /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Its last lines, for an error message. */
    public String tail() {
        lock.lock();
        try {
            var text = new StringBuilder("; its log is ").append(log).append(", last lines:");
            lines.stream()
                    .skip(Math.max(0, lines.size() - 15))
                    .forEach(line -> text.append("\n  | ").append(line));
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException _) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                Writer file = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.append(line).append('\n').flush();
                remember(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the output of " + name + " could not be kept", e);
        } finally {
            markEnded();
        }
    }

    private void remember(String line) {
        lock.lock();
        try {
            lines.add(line);
            if (lines.size() > REMEMBERED_LINES) {
                lines.removeFirst();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void markEnded() {
        lock.lock();
        try {
            ended = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
