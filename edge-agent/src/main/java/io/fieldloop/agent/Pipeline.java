package io.fieldloop.agent;

import io.fieldloop.agent.capture.Appended;
import io.fieldloop.agent.capture.Captured;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.RuleSet;
import io.fieldloop.agent.capture.RuleSet.Choice;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.agent.source.Input;
import io.fieldloop.agent.source.Source;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the images of one stream to its model, one after the other on a thread of its own, and keeps those that its rules
 * choose. While no model serves, it leaves the source alone.
 */
final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final StreamName stream;
    private final Source source;
    private final InferencePool pool;
    private final RuleSet rules;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Thread thread;

    Pipeline(StreamName stream, Source source, InferencePool pool, RuleSet rules, Outbox outbox, InstantSource clock) {
        this.stream = stream;
        this.source = source;
        this.pool = pool;
        this.rules = rules;
        this.outbox = outbox;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("stream-" + stream).daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    StreamName stream() {
        return stream;
    }

    InferencePool pool() {
        return pool;
    }

    /** How many images could not be read. */
    long skipped() {
        return source.skipped();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            if (thread.isAlive() && !thread.join(CLOSE_PATIENCE)) {
                LOG.warn("stream={} did not end within {} s; it is abandoned", stream, CLOSE_PATIENCE.toSeconds());
            }
            source.close();
        } catch (IOException e) {
            LOG.debug("stream={} would not close its source: {}", stream, e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (!Thread.interrupted()) {
                step();
            }
        } catch (InterruptedException _) {
            // Only close() interrupts this thread.
        }
    }

    /** The outermost frame of an image: whatever happens to it, the next one comes. */
    private void step() throws InterruptedException {
        try {
            pool.awaitServing();
            deal(source.next());
        } catch (IOException | ModelException e) {
            LOG.warn("stream={} {}", stream, e.getMessage());
            TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
        } catch (RuntimeException e) {
            LOG.error("stream={} failed in an unforeseen way", stream, e);
            TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
        }
    }

    /** An image that cannot be captured now is left in its source, which offers it again. */
    private void deal(Input input) throws IOException, ModelException, InterruptedException {
        Instant capturedAt = clock.instant();
        Image image;
        try {
            image = ImageReader.read(input.media());
        } catch (ImageException e) {
            source.setAside(input, String.valueOf(e.getMessage()));
            return;
        }
        try {
            capture(input, capturedAt, infer(image));
        } catch (ModelException e) {
            if (e.reason() == ModelException.Reason.CLOSED) {
                throw e;
            }
            LOG.warn("stream={} the model failed on {}: {}", stream, input.name(), e.getMessage());
        }
        source.finish(input);
    }

    private Answer infer(Image image) throws ModelException, InterruptedException {
        while (true) {
            try {
                return pool.infer(image);
            } catch (NoModelException _) {
                pool.awaitServing();
            }
        }
    }

    private void capture(Input input, Instant capturedAt, Answer answer) throws IOException, InterruptedException {
        Optional<Choice> choice = rules.choose(answer.prediction());
        if (choice.isEmpty()) {
            return;
        }
        Appended appended = outbox.append(
                stream,
                new Captured(
                        capturedAt,
                        input.mediaType(),
                        input.media(),
                        answer.model(),
                        answer.prediction(),
                        choice.get().rules(),
                        choice.get().value()));
        if (appended instanceof Appended.Refused(var reason)) {
            LOG.debug("stream={} a sample is given up: {}", stream, reason);
        }
    }
}
