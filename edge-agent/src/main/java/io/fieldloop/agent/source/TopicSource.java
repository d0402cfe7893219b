package io.fieldloop.agent.source;

import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.Link.Message;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.agent.link.LocalLinks;
import io.fieldloop.protocol.StreamName;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images of a topic. A broker is told that an image arrived after it was dealt with, and so keeps it until then; meanwhile it
 * sends only the next one. What is published with quality of service 0 no broker keeps: if it comes too fast, it is dropped here,
 * and counted.
 */
final class TopicSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSource.class);

    /** The image at work, and the one after it. */
    private static final int AT_A_TIME = 2;

    /** For the name of the topic and what else stands before an image. */
    private static final int HEAD_BYTES = 64 << 10;

    private final StreamName stream;
    private final Link link;
    private final Arrivals arrivals;

    /** What the pipeline has and is not done with; belongs to its thread. */
    private @Nullable Message current;

    private TopicSource(StreamName stream, Link link, Arrivals arrivals) {
        this.stream = stream;
        this.link = link;
        this.arrivals = arrivals;
    }

    /** Connects to the broker, now or when it is there. */
    static TopicSource open(TopicSettings settings, StreamName stream, LocalLinks links) {
        var arrivals = new Arrivals(stream, settings.maxImageBytes());
        var hearing = new Hearing(List.of(settings.topic()), settings.maxImageBytes() + HEAD_BYTES, AT_A_TIME);
        return new TopicSource(stream, links.hearing(settings.broker(), stream, hearing, arrivals), arrivals);
    }

    boolean isConnected() {
        return link.connected();
    }

    @Override
    public Input next() throws InterruptedException {
        Message message = arrivals.waiting.take();
        while (message.comesAgain()) {
            message = arrivals.waiting.take();
        }
        current = message;
        return Input.Encoded.of("an image of " + message.topic(), message.payload());
    }

    @Override
    public void finish(Input input) {
        if (current != null) {
            current.acknowledge();
        }
        current = null;
    }

    @Override
    public void setAside(Input input, String why) {
        arrivals.skipped.increment();
        LOG.warn("stream={} {} is skipped: {}", stream, input.name(), why);
        finish(input);
    }

    @Override
    public long skipped() {
        return arrivals.skipped.sum();
    }

    /** What was not dealt with stays at the broker. */
    @Override
    public void close() {
        link.close();
    }

    /** What came and waits for the pipeline. */
    private static final class Arrivals implements Link.Listener {
        private final StreamName stream;
        private final int maxImageBytes;
        private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(AT_A_TIME);
        private final LongAdder skipped = new LongAdder();

        /** Whether the image before found no room, which the log was told. */
        private volatile boolean full;

        Arrivals(StreamName stream, int maxImageBytes) {
            this.stream = stream;
            this.maxImageBytes = maxImageBytes;
        }

        @Override
        public void connected() {}

        @Override
        public void arrived(Message message) {
            int bytes = message.payload().length;
            if (bytes > maxImageBytes) {
                skip("it has %d bytes, more than %d".formatted(bytes, maxImageBytes));
                message.acknowledge();
                return;
            }
            waiting.removeIf(Message::comesAgain);
            boolean wasFull = full;
            full = !waiting.offer(message);
            if (full && wasFull) {
                skipped.increment();
            } else if (full) {
                skip("it came faster than the model answers, as others may; publish with quality of service 1");
            }
        }

        private void skip(String why) {
            skipped.increment();
            LOG.warn("stream={} an image is skipped: {}", stream, why);
        }
    }
}
