package io.fieldloop.agent.source;

import io.fieldloop.agent.process.ProcessTree;
import io.fieldloop.agent.process.Tail;
import io.fieldloop.agent.source.CommandOutput.Csv;
import io.fieldloop.agent.source.CommandOutput.Images;
import io.fieldloop.agent.source.CommandOutput.Rgb24;
import io.fieldloop.agent.source.CommandOutput.Sound;
import io.fieldloop.agent.source.CommandOutput.SoundForm;
import io.fieldloop.agent.source.CommandOutput.SoundForm.S16le;
import io.fieldloop.agent.source.CommandOutput.SoundForm.Wav;
import io.fieldloop.models.audio.SampleStream;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the images, the readings or the sound that a process writes to its standard output, such as ffmpeg, and starts the process again
 * when it ends. The process is held up while nobody takes what it writes: no more than one image, window or piece of sound, and what a pipe
 * holds, waits. What is live is not held up: {@value #LIVE_PIECES} pieces wait, and what finds no room is skipped and counted.
 */
final class CommandSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSource.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final int LAST_WORDS = 500;
    private static final int LIVE_PIECES = 25;

    private final CommandSettings settings;
    private final StreamName stream;
    private final Thread reader;
    private final BlockingQueue<Input> inputs;
    private final LongAdder skipped = new LongAdder();

    /** The one that runs, or the last one that did; guarded by this, as {@code closed}. */
    private @Nullable Process process;

    private boolean closed;

    /** Whether the log was told of what is being skipped; belongs to the reader. */
    private boolean dropping;

    private CommandSource(CommandSettings settings, StreamName stream) {
        this.settings = settings;
        this.stream = stream;
        this.inputs = settings.output().isLive() ? new ArrayBlockingQueue<>(LIVE_PIECES) : new SynchronousQueue<>();
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
        return inputs.take();
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

    /** Runs the process to its end. Whether it gave anything. */
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
            for (Input input = frames.next(); input != null; input = frames.next()) {
                hand(input, frames);
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

    private Frames frames(InputStream output) throws IOException {
        return switch (settings.output()) {
            case Images images -> new ImageSplitter(output, images.maxImageBytes());
            case Rgb24 pixels -> new RawFrames(output, pixels);
            case Csv windows -> new CsvWindows(output, windows);
            case Sound(var form, var sampleRate, var _) ->
                new SoundPieces(samples(form, output, sampleRate), sampleRate);
        };
    }

    private static SampleStream samples(SoundForm form, InputStream output, int sampleRate) throws IOException {
        return switch (form) {
            case Wav _ -> SampleStream.ofWav(output, sampleRate);
            case S16le(int channels) -> SampleStream.ofRaw(output, channels);
        };
    }

    private void hand(Input input, Frames frames) throws InterruptedException {
        if (!settings.output().isLive()) {
            inputs.put(input);
        } else if (!inputs.offer(input)) {
            frames.dropped();
            skipped.increment();
            if (!dropping) {
                LOG.warn(
                        "stream={} what {} writes comes faster than the model answers; some is skipped",
                        stream,
                        settings.origin());
            }
            dropping = true;
        } else {
            dropping = false;
        }
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
        LOG.warn("stream={} what {} wrote is skipped: {}", stream, settings.origin(), why);
    }
}
