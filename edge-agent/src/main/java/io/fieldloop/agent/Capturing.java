package io.fieldloop.agent;

import io.fieldloop.agent.capture.Appended;
import io.fieldloop.agent.capture.Captured;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.RuleSet;
import io.fieldloop.agent.capture.RuleSet.Choice;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.source.Input;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the images of a stream for the hub that its rules choose. One thread.
 *
 * @param stream whose images they are
 * @param rules choose
 * @param outbox keeps
 */
record Capturing(StreamName stream, RuleSet rules, Outbox outbox) {
    private static final Logger LOG = LoggerFactory.getLogger(Capturing.class);

    void capture(Input input, Instant capturedAt, Answer answer) throws IOException, InterruptedException {
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
