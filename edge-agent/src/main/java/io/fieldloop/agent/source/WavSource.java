package io.fieldloop.agent.source;

import io.fieldloop.models.audio.AudioException;
import io.fieldloop.models.audio.SampleStream;
import io.fieldloop.protocol.StreamName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the sound of a file once, as fast as it is asked for; after that there is none. */
final class WavSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(WavSource.class);

    private final WavSettings settings;
    private final StreamName stream;
    private final LongAdder skipped = new LongAdder();

    /** Null before the first piece. Belongs to the pipeline's thread, as {@code open}. */
    private @Nullable Frames pieces;

    private @Nullable InputStream open;
    private boolean ended;

    WavSource(WavSettings settings, StreamName stream) {
        this.settings = settings;
        this.stream = stream;
    }

    @Override
    public Input next() throws IOException, InterruptedException {
        while (!ended) {
            Input input = read();
            if (input != null) {
                return input;
            }
            ended = true;
        }
        new CountDownLatch(1).await(); // until the stream is closed
        throw new InterruptedException();
    }

    private @Nullable Input read() throws IOException {
        try {
            Frames known = pieces == null ? open() : pieces;
            pieces = known;
            Input input = known.next();
            if (input == null) {
                LOG.info("stream={} {} was heard to its end", stream, settings.file());
            }
            return input;
        } catch (AudioException e) {
            skip(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Frames open() throws IOException {
        close();
        InputStream file = new BufferedInputStream(Files.newInputStream(settings.file()));
        open = file;
        return new SoundPieces(SampleStream.ofWav(file, settings.sampleRate()), settings.sampleRate());
    }

    @Override
    public void finish(Input input) {
        // The file stays as it is.
    }

    @Override
    public void setAside(Input input, String why) {
        skip(why);
    }

    private void skip(String why) {
        skipped.increment();
        LOG.warn("stream={} sound of {} is skipped: {}", stream, settings.file(), why);
    }

    @Override
    public long skipped() {
        return skipped.sum();
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
