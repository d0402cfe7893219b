package io.fieldloop.agent.config;

import io.fieldloop.agent.sink.SinkSettings;
import io.fieldloop.agent.sink.SinkSettings.LineFileSettings;
import io.fieldloop.agent.sink.SinkSettings.WebhookSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the sinks of a stream. */
final class SinkReader {
    private SinkReader() {}

    static SinkSettings sink(Node node, Place place) throws ConfigException {
        var sink = Section.of(node, place, List.of("file", "max-bytes", "webhook", "mqtt", "topic"));
        if (sink.has("mqtt")) {
            return BrokerReader.sink(sink);
        }
        ConfigReader.refuse(sink, List.of("topic"), "sink without 'mqtt'");
        return sink.has("webhook") ? webhook(sink) : file(sink);
    }

    private static LineFileSettings file(Section sink) throws ConfigException {
        return new LineFileSettings(
                sink.required(
                        "file", "a file, such as /var/lib/line/predictions.jsonl, or 'webhook'", ConfigReader::path),
                sink.size("max-bytes", Defaults.SINK_MAX_BYTES).bytes());
    }

    private static WebhookSettings webhook(Section sink) throws ConfigException {
        ConfigReader.refuse(sink, List.of("file", "max-bytes"), "webhook");
        return sink.required(
                "webhook",
                "an address, such as http://127.0.0.1:1880/predictions",
                text -> Optional.of(new WebhookSettings(URI.create(text))));
    }
}
