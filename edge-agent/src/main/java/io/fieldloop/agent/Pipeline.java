package io.fieldloop.agent;

import io.fieldloop.agent.health.StreamBehaviour;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.agent.sink.PredictionRecord;
import io.fieldloop.agent.sink.Sink;
import io.fieldloop.agent.source.Input;
import io.fieldloop.agent.source.Source;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.Content.OfImage;
import io.fieldloop.models.predict.Content.OfReadings;
import io.fieldloop.models.predict.Content.OfSound;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.ShadowCounts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the images or the readings of one stream, or its sound piece by piece, to its model, one after the other on a thread of its own, tells its
 * sinks what the model said, and keeps what its rules choose. While no model serves, it leaves the source alone. What cannot be
 * captured now, because the disk fails, is held until it can: nothing is lost, and the source is held up meanwhile.
 */
final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Source source;
    private final InferencePool pool;
    private final Capturing capturing;
    private final StreamBehaviour behaviour;
    private final List<Sink> sinks;
    private final InstantSource clock;
    private final Thread thread;

    /** What was taken from the source and is not dealt with yet; belongs to the thread. */
    private @Nullable Arrival held;

    /** What the model said of it, once it has. */
    private @Nullable Answer answer;

    Pipeline(
            Source source,
            InferencePool pool,
            StreamBehaviour behaviour,
            Capturing capturing,
            List<Sink> sinks,
            InstantSource clock) {
        this.source = source;
        this.pool = pool;
        this.behaviour = behaviour;
        this.capturing = capturing;
        this.sinks = List.copyOf(sinks);
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("stream-" + stream()).daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    StreamName stream() {
        return capturing.stream();
    }

    InferencePool pool() {
        return pool;
    }

    Source source() {
        return source;
    }

    /** How many inputs could not be read, or came too fast. */
    long skipped() {
        return source.skipped();
    }

    /** How many images were not captured because they look like one that was. */
    long suppressed() {
        return capturing.suppressed();
    }

    /** What came of asking its shadow; empty if it has none. */
    Optional<ShadowCounts> shadow() {
        return capturing.shadow();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            if (thread.isAlive() && !thread.join(CLOSE_PATIENCE)) {
                LOG.warn("stream={} did not end within {} s; it is abandoned", stream(), CLOSE_PATIENCE.toSeconds());
            }
            capturing.close();
            source.close();
        } catch (IOException e) {
            LOG.debug("stream={} would not close its source: {}", stream(), e.getMessage());
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

    /** The outermost frame of an input: whatever happens to it, the next one comes. */
    private void step() throws InterruptedException {
        try {
            pool.awaitServing();
            Arrival arrival = held == null ? new Arrival(source.next(), clock.instant()) : held;
            held = arrival;
            deal(arrival);
            letGo();
        } catch (IOException | ModelException e) {
            LOG.warn("stream={} {}", stream(), e.getMessage());
            TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
        } catch (RuntimeException e) {
            LOG.error("stream={} failed in an unforeseen way", stream(), e);
            giveUp();
            TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
        }
    }

    /** What fails in an unforeseen way would do so again. */
    private void giveUp() {
        Arrival arrival = held;
        letGo();
        if (arrival != null) {
            source.setAside(arrival.input(), "the agent failed on it in an unforeseen way");
        }
    }

    private void letGo() {
        held = null;
        answer = null;
    }

    /** Goes on where it ended if it ended too early: the model is not asked twice. */
    private void deal(Arrival arrival) throws IOException, ModelException, InterruptedException {
        Content content;
        try {
            content = arrival.input().content();
        } catch (ImageException | ReadingsException e) {
            source.setAside(arrival.input(), String.valueOf(e.getMessage()));
            return;
        }
        try {
            Answer known = answer == null ? infer(content) : answer;
            answer = known;
            capturing.capture(arrival.input(), arrival.capturedAt(), known);
            if (isTold(content, known)) {
                var told = new PredictionRecord(stream(), arrival.capturedAt(), known);
                sinks.forEach(sink -> sink.take(told));
            }
        } catch (ModelException e) {
            if (e.reason() == ModelException.Reason.CLOSED) {
                throw e;
            }
            LOG.warn(
                    "stream={} the model failed on {}: {}",
                    stream(),
                    arrival.input().name(),
                    e.getMessage());
        }
        source.finish(arrival.input());
    }

    /** That nothing was heard is no news. */
    private static boolean isTold(Content content, Answer answer) {
        return switch (content) {
            case OfImage _, OfReadings _ -> true;
            case OfSound _ -> !answer.prediction().isEmpty();
        };
    }

    private Answer infer(Content content) throws ModelException, InterruptedException {
        while (true) {
            try {
                Answer known = pool.infer(content);
                behaviour.answered(known);
                return known;
            } catch (NoModelException _) {
                pool.awaitServing();
            }
        }
    }

    /** An input, and when it came. */
    private record Arrival(Input input, Instant capturedAt) {}
}
