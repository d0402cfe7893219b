package io.fieldloop.agent;

import io.fieldloop.agent.capture.Appended;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.Captured;
import io.fieldloop.agent.capture.Choice;
import io.fieldloop.agent.capture.Chosen;
import io.fieldloop.agent.capture.Lookalikes;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.Requests;
import io.fieldloop.agent.capture.RuleSet;
import io.fieldloop.agent.capture.Surroundings;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.source.Input;
import io.fieldloop.agent.source.Input.Encoded;
import io.fieldloop.agent.source.Input.Heard;
import io.fieldloop.agent.source.Input.Raw;
import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.predict.Content.OfImage;
import io.fieldloop.models.predict.Content.OfSound;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Uptime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the images of a stream for the hub that its rules choose, or clips of its sound. One thread. */
final class Capturing {
    private static final Logger LOG = LoggerFactory.getLogger(Capturing.class);

    private final StreamName stream;
    private final RuleSet rules;
    private final Requests requests;
    private final Outbox outbox;
    private final Supplier<CaptureSettings> wanted;
    private final Consumer<String> bring;
    private final Supplier<Uptime> uptime;
    private CaptureSettings settings = CaptureSettings.NOTHING;
    private Optional<Surroundings<Seen>> surroundings = Optional.empty();
    private final Clips<Chosen<Seen>> clips = new Clips<>();
    private Optional<Lookalikes> lookalikes = Optional.empty();

    /** Written by the thread, read by any. */
    private final LongAdder suppressed = new LongAdder();

    /** What the rules were last asked about, and had chosen then, as far as it is not in the outbox yet. */
    private @Nullable Input decided;

    private final Deque<Chosen<Seen>> due = new ArrayDeque<>();

    /**
     * Captures nothing yet.
     *
     * @param wanted what shall be captured now; asked with every input
     * @param bring is told which outputs of the model answers must bring along
     * @param uptime of the device
     */
    Capturing(
            StreamName stream,
            Supplier<CaptureSettings> wanted,
            Consumer<String> bring,
            RandomGenerator random,
            Requests requests,
            Outbox outbox,
            Supplier<Uptime> uptime) {
        this.stream = stream;
        this.rules = new RuleSet(random, requests);
        this.requests = requests;
        this.outbox = outbox;
        this.wanted = wanted;
        this.bring = bring;
        this.uptime = uptime;
    }

    StreamName stream() {
        return stream;
    }

    /** How many inputs were chosen, and not captured because they are like one that was. Any thread. */
    long suppressed() {
        return suppressed.sum();
    }

    /**
     * Captures an input if a rule chooses it, and whatever else it makes worth capturing.
     *
     * @throws IOException if the disk fails; the same input is then to be given again, and its rules are not asked twice
     */
    void capture(Input input, Instant capturedAt, Answer answer) throws IOException, InterruptedException {
        if (!input.equals(decided)) {
            due.addAll(decide(new Seen(input, answer, System.nanoTime()), capturedAt));
            decided = input;
        }
        appendDue();
        requests.save();
        decided = null;
    }

    private void appendDue() throws IOException, InterruptedException {
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

    private List<Chosen<Seen>> decide(Seen seen, Instant at) {
        CaptureSettings now = wanted.get();
        if (!now.equals(settings)) {
            adopt(now);
        }
        Optional<Choice> choice = rules.choose(seen.answer, at).filter(why -> !isSuppressed(seen.input, at, why));
        if (choice.isPresent()) {
            rules.captured(at);
        }
        return switch (seen.input) {
            case Encoded encoded -> ofImage(seen, at, encoded.media().size(), choice);
            case Raw raw -> ofImage(seen, at, (long) Integer.BYTES * raw.image().rgb().length, choice);
            case Heard piece -> ofSound(piece, seen, at, choice);
        };
    }

    private List<Chosen<Seen>> ofImage(Seen seen, Instant at, long bytes, Optional<Choice> choice) {
        if (surroundings.isPresent()) {
            return surroundings.get().take(seen, at, bytes, choice);
        }
        return choice.map(why -> List.of(new Chosen<>(seen, at, why))).orElse(List.of());
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
        try {
            return switch (input.content()) {
                case OfImage(Image image) -> lookalikes.isKnown(image, at);
                case OfSound(Sound sound, Ear ear) -> lookalikes.isKnown(clips.upTo(new Heard(sound, ear)), at);
            };
        } catch (ImageException e) {
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
        other.outputs().forEach(bring);
        rules.replace(other.rules());
        settings = other;
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

    /** An image or a clip, what the model said of it, and when on the scale of {@link System#nanoTime}. */
    private record Seen(Input input, Answer answer, long nanoTime) {}
}
