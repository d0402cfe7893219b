package io.fieldloop.agent.source;

import io.fieldloop.agent.process.ProcessTree;
import io.fieldloop.agent.process.Tail;
import io.fieldloop.agent.source.CommandOutput.Images;
import io.fieldloop.agent.source.CommandOutput.Rgb24;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the images that a process writes to its standard output, such as ffmpeg, and starts the process again
 * when it ends. The process is held up while nobody takes its images: no more than one, and what a pipe holds, waits.
 */
final class CommandSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSource.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final int LAST_WORDS = 500;

    private final CommandSettings settings;
    private final StreamName stream;
    private final Thread reader;
    private final SynchronousQueue<Input> images = new SynchronousQueue<>();
    private final LongAdder skipped = new LongAdder();

    /** The one that runs, or the last one that did; guarded by this, as {@code closed}. */
    private @Nullable Process process;

    private boolean closed;

    private CommandSource(CommandSettings settings, StreamName stream) {
        this.settings = settings;
        this.stream = stream;
        this.reader = Thread.ofPlatform().name("source-" + stream).daemon().unstarted(this::work);
    }

    /** Starts the process; one that cannot be started is tried again like one that ends. */
    static CommandSource open(CommandSettings settings, StreamName stream) {
        CommandSource source = new CommandSource(settings, stream);
        source.reader.start();
        return source;
    }

    @Override
    public Input next() throws InterruptedException {
        return images.take();
    }

    @Override
    public void finish(Input input) {
        // The process does not want it back.
    }

    @Override
    public void setAside(Input input, String why) {
        skip(why);
    }

    @Override
    public long skipped() {
        return skipped.sum();
    }

    /** Kills the process and all that it started. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (process != null) {
                ProcessTree.end(process);
            }
        }
        reader.interrupt();
        try {
            boolean _ = reader.join(CLOSE_PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            Duration pause = FIRST_PAUSE;
            while (true) {
                pause = run() ? FIRST_PAUSE : pause;
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
        } catch (InterruptedException _) {
            // Only close() interrupts this thread.
        }
    }

    /** Runs the process to its end. Whether it gave an image. */
    private boolean run() throws InterruptedException {
        try {
            return read(start());
        } catch (IOException e) {
            LOG.warn("stream={} the process cannot be started: {}", stream, e.getMessage());
            return false;
        }
    }

    private synchronized Process start() throws IOException, InterruptedException {
        requireOpen();
        process = new ProcessBuilder(settings.command()).start();
        return process;
    }

    private boolean read(Process started) throws IOException, InterruptedException {
        started.getOutputStream().close();
        Tail errors = Tail.of(started.getErrorStream());
        boolean gave = false;
        try (InputStream output = started.getInputStream()) {
            Frames frames = frames(output);
            for (Input image = frames.next(); image != null; image = frames.next()) {
                images.put(image);
                gave = true;
            }
        } catch (IOException e) {
            requireOpen();
            skip(String.valueOf(e.getMessage()));
        } finally {
            ProcessTree.end(started);
        }
        requireOpen();
        tellTheEnd(started, errors);
        return gave;
    }

    private Frames frames(InputStream output) {
        return switch (settings.output()) {
            case Images images -> new ImageSplitter(output, images.maxImageBytes());
            case Rgb24 pixels -> new RawFrames(output, pixels);
        };
    }

    /** What close() does to a process is no failure of it. */
    private synchronized void requireOpen() throws InterruptedException {
        if (closed) {
            throw new InterruptedException();
        }
    }

    private void tellTheEnd(Process ended, Tail errors) throws InterruptedException {
        String words = errors.text().strip();
        LOG.warn(
                "stream={} {} ended with exit code {} and is started again: {}",
                stream,
                settings.origin(),
                ended.exitValue(),
                words.substring(Math.max(0, words.length() - LAST_WORDS)).replaceAll("\\s+", " "));
    }

    private void skip(String why) {
        skipped.increment();
        LOG.warn("stream={} an image of {} is skipped: {}", stream, settings.origin(), why);
    }
}
