package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.Shadow;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.ShadowCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a shadow about some inputs of one stream, each on a thread of its own, and chooses those of which it says something else
 * than the model that serves. The stream waits for nothing of this: what comes while the shadow is busy is passed over.
 *
 * @param <T> an input
 */
public final class Shadowing<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shadowing.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final StreamName stream;
    private final Shadow rule;
    private final ShadowModel model;
    private final Listener<T> listener;
    private final LongAdder asked = new LongAdder();
    private final LongAdder disagreed = new LongAdder();
    private final LongAdder passedOver = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    /** How many inputs were looked at; belongs to the stream's thread. */
    private long inputs;

    private volatile @Nullable Thread asking;

    /**
     * Has asked nothing yet.
     *
     * @param model of the name that the rule says
     * @param listener is told what is chosen
     */
    public Shadowing(StreamName stream, Shadow rule, ShadowModel model, Listener<T> listener) {
        this.stream = stream;
        this.rule = rule;
        this.model = model;
        this.listener = listener;
    }

    /**
     * Looks at an input, and has the shadow asked about it if it is its turn. Returns at once. The stream's thread.
     *
     * @param at when it came
     * @param said what the model that serves said of it
     * @param question what the shadow is asked about
     */
    public void look(T input, Instant at, Prediction said, Question question) {
        boolean isItsTurn = inputs++ % rule.oneIn() == 0;
        if (isItsTurn && model.take()) {
            asked.increment();
            asking = Thread.ofVirtual()
                    .name("shadow-" + stream)
                    .start(() -> choose(new Input<>(input, at, said, question)));
        } else if (isItsTurn) {
            passedOver.increment();
        }
    }

    /** The outermost frame of a question: whatever comes of it, the stream goes on. */
    private void choose(Input<T> input) {
        try {
            double value = Interest.above(rule.above(), contradiction(input));
            if (value > 0) {
                disagreed.increment();
                listener.chosen(new Chosen<>(input.input, input.at, new Choice(List.of(rule.name()), value)));
            }
        } catch (InterruptedException _) {
            // It is given up.
        } catch (RuntimeException e) {
            LOG.error("stream={} failed in an unforeseen way on what its shadow says", stream, e);
        } finally {
            model.leave();
        }
    }

    /** 0 also where the shadow has no answer. */
    private double contradiction(Input<T> input) throws InterruptedException {
        try {
            return Contradiction.between(input.said, model.ask(input.question.content()));
        } catch (NoModelException | ModelException | ImageException | ReadingsException | TimeoutException e) {
            unanswered.increment();
            LOG.debug("stream={} its shadow {} gives no answer: {}", stream, model.name(), e.getMessage());
            return 0;
        }
    }

    /** What came of it so far. Any thread. */
    public ShadowCounts counts() {
        return new ShadowCounts(
                stream,
                model.name(),
                model.version(),
                asked.sum(),
                disagreed.sum(),
                passedOver.sum(),
                unanswered.sum());
    }

    /** Gives up what is being asked. To be called when nothing looks any more. */
    public void abandon() {
        Thread last = asking;
        if (last != null) {
            last.interrupt();
        }
    }

    /** Waits a second for what is being asked, then gives it up. To be called when nothing looks any more. */
    @Override
    public void close() {
        Thread last = asking;
        try {
            if (last != null && !last.join(CLOSE_PATIENCE)) {
                LOG.warn("stream={} its shadow did not end within {} s", stream, CLOSE_PATIENCE.toSeconds());
                abandon();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a shadow is asked about. */
    @FunctionalInterface
    public interface Question {
        /**
         * It, made when it is asked.
         *
         * @throws ImageException if it is an image that cannot be read
         * @throws ReadingsException if it is readings that cannot be read
         */
        Content content() throws ImageException, ReadingsException;
    }

    /** Takes what is chosen. */
    @FunctionalInterface
    public interface Listener<T> {
        /** Called by the thread that asked; the shadow is asked nothing else until this returns. */
        void chosen(Chosen<T> chosen) throws InterruptedException;
    }

    private record Input<T>(T input, Instant at, Prediction said, Question question) {}
}
