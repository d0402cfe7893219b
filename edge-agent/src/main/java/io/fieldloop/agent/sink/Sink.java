package io.fieldloop.agent.sink;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.LocalLinks;
import io.fieldloop.agent.sink.SinkSettings.LineFileSettings;
import io.fieldloop.agent.sink.SinkSettings.TopicSettings;
import io.fieldloop.agent.sink.SinkSettings.WebhookSettings;
import java.util.random.RandomGenerator;

/** Takes the predictions of a stream to somebody else on or near the device. Any thread. */
public interface Sink extends AutoCloseable {
    /**
     * Opens a sink. One whose other end is not there yet is opened all the same, and waits for it.
     *
     * @param links to brokers
     * @param random for the pauses between attempts
     */
    static Sink open(SinkSettings settings, LocalLinks links, RandomGenerator random) {
        Delivery delivery = switch (settings) {
            case LineFileSettings file -> new LineFile(file);
            case WebhookSettings webhook -> new Webhook(webhook);
            case TopicSettings topic -> new Topic(topic.topic(), links.speaking(topic.broker()));
        };
        return new QueuedSink(settings.destination(), delivery, Backoff.ofDevice(random));
    }

    /** Takes a record over, or drops it; returns at once. */
    void take(PredictionRecord record);

    /** How many records were given up so far. */
    long dropped();

    /** Delivers what it can within a moment, and gives the rest up. */
    @Override
    void close();
}
