package io.fieldloop.agent;

import io.fieldloop.agent.capture.Appended;
import io.fieldloop.agent.capture.Captured;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.RuleSet;
import io.fieldloop.agent.capture.RuleSet.Choice;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.source.Input;
import io.fieldloop.agent.source.Input.Encoded;
import io.fieldloop.agent.source.Input.Heard;
import io.fieldloop.agent.source.Input.Raw;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the images of a stream for the hub that its rules choose, or clips of its sound. One thread. */
final class Capturing {
    private static final Logger LOG = LoggerFactory.getLogger(Capturing.class);

    private final StreamName stream;
    private final RuleSet rules;
    private final Outbox outbox;
    private final Clips<Captured> clips = new Clips<>();

    /**
     * Begins with nothing.
     *
     * @param stream whose inputs they are
     * @param rules choose
     * @param outbox keeps
     */
    Capturing(StreamName stream, RuleSet rules, Outbox outbox) {
        this.stream = stream;
        this.rules = rules;
        this.outbox = outbox;
    }

    StreamName stream() {
        return stream;
    }

    /** What is to be kept once the model has answered an input; of sound, that is what was chosen a moment ago. */
    List<Captured> choose(Input input, Instant capturedAt, Answer answer) {
        Optional<Choice> choice = rules.choose(answer.prediction());
        return switch (input) {
            case Encoded _, Raw _ ->
                choice.stream()
                        .map(why -> captured(input, input.media(), capturedAt, answer, why))
                        .toList();
            case Heard sound -> {
                List<Captured> ended = clips.hear(sound);
                choice.ifPresent(why -> clips.cut(sound, clip -> captured(sound, clip, capturedAt, answer, why)));
                yield ended;
            }
        };
    }

    private static Captured captured(Input input, Bytes media, Instant capturedAt, Answer answer, Choice why) {
        return new Captured(
                capturedAt, input.mediaType(), media, answer.model(), answer.prediction(), why.rules(), why.value());
    }

    /** Puts one of them into the outbox. */
    void keep(Captured captured) throws IOException, InterruptedException {
        if (outbox.append(stream, captured) instanceof Appended.Refused(var reason)) {
            LOG.debug("stream={} a sample is given up: {}", stream, reason);
        }
    }
}
