package io.fieldloop.agent;

import static java.util.Objects.requireNonNull;

import io.fieldloop.agent.capture.Appended;
import io.fieldloop.agent.capture.CaptureRule.Shadow;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.Captured;
import io.fieldloop.agent.capture.Choice;
import io.fieldloop.agent.capture.Chosen;
import io.fieldloop.agent.capture.Lookalikes;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.Requests;
import io.fieldloop.agent.capture.RuleSet;
import io.fieldloop.agent.capture.ShadowModel;
import io.fieldloop.agent.capture.Shadowing;
import io.fieldloop.agent.capture.Surroundings;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.source.Input;
import io.fieldloop.agent.source.Input.Encoded;
import io.fieldloop.agent.source.Input.Heard;
import io.fieldloop.agent.source.Input.Raw;
import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.Content.OfImage;
import io.fieldloop.models.predict.Content.OfReadings;
import io.fieldloop.models.predict.Content.OfSound;
import io.fieldloop.models.readings.Readings;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.ShadowCounts;
import io.fieldloop.protocol.message.Uptime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the images or windows of readings of a stream for the hub that its rules choose, or clips of its sound. One thread, and besides it the one that
 * asks a shadow, which chooses images late.
 */
final class Capturing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Capturing.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final StreamName stream;
    private final RuleSet rules;
    private final Requests requests;
    private final Outbox outbox;
    private final Supplier<CaptureSettings> wanted;
    private final Models models;
    private final Supplier<Uptime> uptime;
    private volatile CaptureSettings settings = CaptureSettings.NOTHING;
    private volatile Optional<Shadowing<Seen>> shadowing = Optional.empty();

    /** Guarded by this, as the lookalikes. */
    private Optional<Surroundings<Seen>> surroundings = Optional.empty();

    private Optional<Lookalikes> lookalikes = Optional.empty();
    private final Clips<Chosen<Seen>> clips = new Clips<>();

    private final LongAdder suppressed = new LongAdder();

    /** What the rules were last asked about, and had chosen then, as far as it is not in the outbox yet. */
    private @Nullable Input decided;

    private final Deque<Chosen<Seen>> due = new ArrayDeque<>();

    /**
     * Captures nothing yet.
     *
     * @param wanted what shall be captured now; asked with every input
     * @param models that it has to do with
     * @param uptime of the device
     */
    Capturing(
            StreamName stream,
            Supplier<CaptureSettings> wanted,
            Models models,
            RandomGenerator random,
            Requests requests,
            Outbox outbox,
            Supplier<Uptime> uptime) {
        this.stream = stream;
        this.rules = new RuleSet(random, requests);
        this.requests = requests;
        this.outbox = outbox;
        this.wanted = wanted;
        this.models = models;
        this.uptime = uptime;
    }

    StreamName stream() {
        return stream;
    }

    /** How many inputs were chosen, and not captured because they are like one that was. Any thread. */
    long suppressed() {
        return suppressed.sum();
    }

    /** What came of asking the shadow; empty if there is none. Any thread. */
    Optional<ShadowCounts> shadow() {
        return shadowing.map(Shadowing::counts);
    }

    /** Asks no shadow any more. To be called when nothing is captured any more. */
    @Override
    public void close() {
        shadowing.ifPresent(Shadowing::close);
    }

    /**
     * Captures an input if a rule chooses it, and whatever else it makes worth capturing.
     *
     * @throws IOException if the disk fails; the same input is then to be given again, and its rules are not asked twice
     */
    void capture(Input input, Instant capturedAt, Answer answer) throws IOException, InterruptedException {
        if (!input.equals(decided)) {
            Seen seen = new Seen(input, answer, System.nanoTime());
            due.addAll(decide(seen, capturedAt));
            shadowing.ifPresent(shadow -> askShadow(shadow, seen, capturedAt));
            decided = input;
        }
        append(due);
        requests.save();
        decided = null;
    }

    private void append(Deque<Chosen<Seen>> due) throws IOException, InterruptedException {
        while (!due.isEmpty()) {
            try {
                append(due.getFirst());
            } catch (RuntimeException e) {
                due.removeFirst(); // it would fail again, and take every later image with it
                throw e;
            }
            due.removeFirst();
        }
    }

    private static void askShadow(Shadowing<Seen> shadow, Seen seen, Instant at) {
        switch (seen.input) {
            case Encoded _, Raw _ -> shadow.look(seen, at, seen.answer.prediction(), seen.input::content);
            // A piece of sound means nothing to a model that has not heard those before it.
            case Heard _ -> {}
        }
    }

    /** By the thread of the shadow. What cannot be captured now, because the disk fails, keeps it busy until it can. */
    private void captureLate(Chosen<Seen> late) throws InterruptedException {
        Deque<Chosen<Seen>> chosen = new ArrayDeque<>(decideLate(late));
        while (!chosen.isEmpty()) {
            try {
                append(chosen);
            } catch (IOException e) {
                LOG.warn("stream={} {}", stream, e.getMessage());
                TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
            }
        }
    }

    private synchronized List<Chosen<Seen>> decideLate(Chosen<Seen> late) {
        Seen seen = late.input();
        return seen.isTaken || isSuppressed(seen.input, late.at(), late.choice())
                ? List.of()
                : ofImage(seen, late.at(), 0, Optional.of(late.choice()));
    }

    private synchronized List<Chosen<Seen>> decide(Seen seen, Instant at) {
        CaptureSettings now = wanted.get();
        if (!now.equals(settings)) {
            adopt(now);
        }
        Optional<Choice> choice = choose(seen, at).filter(why -> !isSuppressed(seen.input, at, why));
        if (choice.isPresent()) {
            rules.captured(at);
        }
        return switch (seen.input) {
            case Encoded encoded -> ofImage(seen, at, encoded.media().size(), choice);
            case Raw raw -> ofImage(seen, at, (long) Integer.BYTES * raw.image().rgb().length, choice);
            case Heard piece -> ofSound(piece, seen, at, choice);
        };
    }

    private Optional<Choice> choose(Seen seen, Instant at) {
        return settings.looksAtReadings() && content(seen.input) instanceof OfReadings(Readings readings)
                ? rules.choose(seen.answer, readings, at)
                : rules.choose(seen.answer, at);
    }

    private List<Chosen<Seen>> ofImage(Seen seen, Instant at, long bytes, Optional<Choice> choice) {
        List<Chosen<Seen>> chosen = surroundings.isPresent()
                ? surroundings.get().take(seen, at, bytes, choice)
                : choice.map(why -> List.of(new Chosen<>(seen, at, why))).orElse(List.of());
        chosen.forEach(each -> each.input().isTaken = true);
        return chosen;
    }

    /** What is chosen now ends later. */
    private List<Chosen<Seen>> ofSound(Heard piece, Seen seen, Instant at, Optional<Choice> choice) {
        List<Chosen<Seen>> ended = clips.hear(piece);
        choice.ifPresent(why ->
                clips.cut(piece, clip -> new Chosen<>(new Seen(clip, seen.answer, seen.nanoTime), at, why)));
        return ended;
    }

    /** Never one of the random share, which would then no longer show the field as it is. */
    private boolean isSuppressed(Input input, Instant at, Choice choice) {
        boolean known = lookalikes.isPresent() && isKnown(lookalikes.get(), input, at) && !choice.isUnbiased();
        if (known) {
            suppressed.increment();
        }
        return known;
    }

    /** A piece of sound alone is too short to be told from another. */
    private boolean isKnown(Lookalikes lookalikes, Input input, Instant at) {
        return switch (content(input)) {
            case OfImage(Image image) -> lookalikes.isKnown(image, at);
            case OfReadings(Readings readings) -> lookalikes.isKnown(readings, at);
            case OfSound(Sound sound, Ear ear) -> lookalikes.isKnown(clips.upTo(new Heard(sound, ear)), at);
        };
    }

    private static Content content(Input input) {
        try {
            return input.content();
        } catch (ImageException | ReadingsException e) {
            throw new IllegalStateException("the model has seen it", e);
        }
    }

    private void adopt(CaptureSettings other) {
        if (!other.nearDuplicates().equals(settings.nearDuplicates())) {
            lookalikes = other.nearDuplicates().map(Lookalikes::new);
        }
        if (!other.around().equals(settings.around())) {
            surroundings = other.around().map(Surroundings::new);
        }
        if (!other.shadow().equals(settings.shadow())) {
            shadowing.ifPresent(Shadowing::abandon);
            shadowing = other.shadow().map(this::shadowing);
        }
        other.outputs().forEach(models.bring);
        rules.replace(other.rules());
        settings = other;
    }

    private Shadowing<Seen> shadowing(Shadow rule) {
        ShadowModel model = requireNonNull(models.shadows.get(rule.model()), "rules name shadows that there are");
        return new Shadowing<>(stream, rule, model, this::captureLate);
    }

    private void append(Chosen<Seen> chosen) throws IOException, InterruptedException {
        Seen seen = chosen.input();
        Medium medium = Medium.of(seen.input, settings.media());
        Appended appended = outbox.append(
                stream,
                new Captured(
                        chosen.at(),
                        Optional.of(uptime.get().minus(Duration.ofNanos(System.nanoTime() - seen.nanoTime))),
                        medium.type(),
                        medium.content(),
                        seen.answer.model(),
                        seen.answer.prediction(),
                        chosen.choice().rules(),
                        chosen.choice().value()));
        if (appended instanceof Appended.Refused(var reason)) {
            LOG.debug("stream={} a sample is given up: {}", stream, reason);
        }
    }

    /**
     * The models that capturing has to do with.
     *
     * @param bring is told which outputs of the one that serves its answers must bring along
     * @param shadows that rules may name
     */
    record Models(Consumer<String> bring, Map<ModelName, ShadowModel> shadows) {}

    /** An image or a clip, what the model said of it, and when on the scale of {@link System#nanoTime}. */
    private static final class Seen {
        private final Input input;
        private final Answer answer;
        private final long nanoTime;

        /** Whether it is captured; guarded by the capturing. */
        private boolean isTaken;

        Seen(Input input, Answer answer, long nanoTime) {
            this.input = input;
            this.answer = answer;
            this.nanoTime = nanoTime;
        }
    }
}
