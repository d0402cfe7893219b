package io.fieldloop.agent.config;

import io.fieldloop.agent.link.LinkSettings.Broker;
import io.fieldloop.agent.sink.SinkSettings;
import io.fieldloop.agent.source.TopicSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads sources and sinks that are topics of a broker. */
final class BrokerReader {
    private static final int USUAL_PORT = 1883;
    private static final Pattern NAME = Pattern.compile("[^+#\\x00]{1,1024}");
    private static final String LEVEL = "(\\+|[^+#/\\x00]*)";
    private static final Pattern FILTER = Pattern.compile("(?s)(?!.{1025})(?=.)(#|%1$s(/%1$s)*(/#)?)".formatted(LEVEL));

    private BrokerReader() {}

    static TopicSettings source(Section source) throws ConfigException {
        ConfigReader.allow(source, List.of("mqtt", "topic", "max-image"), "source of mqtt");
        return new TopicSettings(
                broker(source), topic(source, "cameras/door or cameras/+", FILTER), ConfigReader.maxImageBytes(source));
    }

    static SinkSettings.TopicSettings sink(Section sink) throws ConfigException {
        ConfigReader.refuse(sink, List.of("file", "max-bytes", "webhook"), "sink of mqtt");
        return new SinkSettings.TopicSettings(broker(sink), topic(sink, "predictions/door", NAME));
    }

    private static String topic(Section section, String example, Pattern grammar) throws ConfigException {
        return section.required(
                "topic",
                "a topic, such as " + example,
                text -> Optional.of(text).filter(topic -> grammar.matcher(topic).matches()));
    }

    private static Broker broker(Section section) throws ConfigException {
        return section.required("mqtt", "a broker, such as tcp://127.0.0.1:1883", BrokerReader::broker);
    }

    private static Optional<Broker> broker(String text) {
        URI address = URI.create(text);
        boolean whole = "tcp".equals(address.getScheme()) && address.getHost() != null && address.getUserInfo() == null;
        boolean more = !"".equals(address.getPath()) || address.getQuery() != null || address.getFragment() != null;
        if (!whole || more || address.getPort() > 65_535) {
            return Optional.empty();
        }
        return Optional.of(new Broker(address.getHost(), address.getPort() < 0 ? USUAL_PORT : address.getPort()));
    }
}
