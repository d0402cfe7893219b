package io.fieldloop.agent.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One mapping of the configuration, whose keys are all known. */
final class Section {
    private static final int MAX_ITEMS = 64;

    private final Place place;
    private final @Nullable Node node;
    private final Map<String, Node> values;

    private Section(Place place, @Nullable Node node, Map<String, Node> values) {
        this.place = place;
        this.node = node;
        this.values = values;
    }

    static Section of(Node node, Place place, List<String> known) throws ConfigException {
        if (!(node instanceof MappingNode mapping)) {
            throw place.error(node, "expected keys and values such as '%s: …'".formatted(known.getFirst()));
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Node keyNode = entry.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!known.contains(key)) {
                throw place.error(
                        keyNode,
                        "unknown key '%s'%s; the keys here are %s"
                                .formatted(key, Spelling.question(key, known), String.join(", ", known)));
            }
            if (values.put(key, entry.getValueNode()) != null) {
                throw place.error(keyNode, "key '%s' stands here twice; keep one of them".formatted(key));
            }
        }
        return new Section(place, mapping, values);
    }

    /** A section of its own under a key; an empty one when the key is absent. */
    Section section(String key, List<String> known) throws ConfigException {
        Node value = values.get(key);
        return value == null
                ? new Section(place.child(key), node, Map.of())
                : Section.of(value, place.child(key), known);
    }

    /** The texts under a key whose own keys are not known here; none when the key is absent. */
    Map<String, String> texts(String key) throws ConfigException {
        Node value = values.get(key);
        if (value == null) {
            return Map.of();
        }
        Place here = place.child(key);
        if (!(value instanceof MappingNode mapping) || mapping.getValue().size() > MAX_ITEMS) {
            throw here.error(value, "expected up to %d keys with values".formatted(MAX_ITEMS));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            String name = text(entry.getKeyNode(), here);
            if (texts.put(name, text(entry.getValueNode(), here.child(name))) != null) {
                throw here.error(entry.getKeyNode(), "key '%s' stands here twice; keep one of them".formatted(name));
            }
        }
        return texts;
    }

    List<String> keys() {
        return List.copyOf(values.keySet());
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The items of a list; none when the key is absent. */
    <T> List<T> list(String key, ItemReader<T> reader) throws ConfigException {
        Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        Place list = place.child(key);
        if (!(value instanceof SequenceNode sequence)) {
            throw list.error(value, "expected a list, each item on a line that starts with '- '");
        }
        if (sequence.getValue().size() > MAX_ITEMS) {
            throw list.error(value, "expected at most %d items".formatted(MAX_ITEMS));
        }
        var items = new ArrayList<T>();
        for (Node item : sequence.getValue()) {
            items.add(reader.read(item, list.item(items.size())));
        }
        return items;
    }

    /** An item of a list that is text. */
    static String text(Node item, Place place) throws ConfigException {
        if (item instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw place.error(item, "expected text; put it into quotes");
    }

    /** A value that must be there. {@code parse} is empty or throws IllegalArgumentException for what it does not take. */
    <T> T required(String key, String expected, Function<String, Optional<T>> parse) throws ConfigException {
        Node value = values.get(key);
        if (value == null) {
            throw error(null, "key '%s' is missing; expected %s".formatted(key, expected));
        }
        return parse(key, value, expected, parse);
    }

    <T> T optional(String key, T otherwise, String expected, Function<String, Optional<T>> parse)
            throws ConfigException {
        Node value = values.get(key);
        return value == null ? otherwise : parse(key, value, expected, parse);
    }

    Duration duration(String key, Setting<Duration> setting) throws ConfigException {
        return optional(
                key,
                setting.otherwise(),
                setting.expected("a duration"),
                text -> Durations.parse(text).filter(setting::allows));
    }

    /** A duration that must be there; the default of {@code setting} is its example. */
    Duration requiredDuration(String key, Setting<Duration> setting) throws ConfigException {
        return required(
                key,
                setting.expected("a duration"),
                text -> Durations.parse(text).filter(setting::allows));
    }

    ByteSize size(String key, Setting<ByteSize> setting) throws ConfigException {
        return optional(
                key,
                setting.otherwise(),
                setting.expected("a size"),
                text -> ByteSize.parse(text).filter(setting::allows));
    }

    long count(String key, Setting<Long> setting) throws ConfigException {
        return optional(
                key,
                setting.otherwise(),
                setting.expected("a whole number"),
                text -> wholeNumber(text).filter(setting::allows));
    }

    /** A whole number that must be there; the default of {@code setting} is its example. */
    long requiredCount(String key, Setting<Long> setting) throws ConfigException {
        return required(
                key,
                setting.expected("a whole number"),
                text -> wholeNumber(text).filter(setting::allows));
    }

    double decimal(String key, Setting<Double> setting) throws ConfigException {
        return optional(
                key,
                setting.otherwise(),
                setting.expected("a number"),
                text -> decimal(text).filter(setting::allows));
    }

    /** A number that must be there; the default of {@code setting} is its example. */
    double requiredDecimal(String key, Setting<Double> setting) throws ConfigException {
        return required(key, setting.expected("a number"), text -> decimal(text).filter(setting::allows));
    }

    /** A number above 0 and up to 1, which must be there. */
    double share(String key) throws ConfigException {
        return required(
                key,
                "a number above 0 and at most 1, such as 0.2",
                text -> decimal(text).filter(number -> number > 0 && number <= 1));
    }

    ConfigException error(@Nullable String key, String complaint) {
        Node value = key == null ? null : values.get(key);
        Place where = key == null ? place : place.child(key);
        Node culprit = value == null ? node : value;
        return culprit == null ? new ConfigException(where.file() + ": " + complaint) : where.error(culprit, complaint);
    }

    private <T> T parse(String key, Node value, String expected, Function<String, Optional<T>> parse)
            throws ConfigException {
        if (!(value instanceof ScalarNode scalar)) {
            throw error(key, "expected " + expected);
        }
        try {
            return parse.apply(scalar.getValue())
                    .orElseThrow(() -> error(key, "expected %s, not '%s'".formatted(expected, scalar.getValue())));
        } catch (IllegalArgumentException e) {
            throw error(key, "expected %s; %s".formatted(expected, e.getMessage()));
        }
    }

    private static Optional<Long> wholeNumber(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static Optional<Double> decimal(String text) {
        return text.matches("\\d{1,9}(\\.\\d{1,18})?") ? Optional.of(Double.valueOf(text)) : Optional.empty();
    }

    @FunctionalInterface
    interface ItemReader<T> {
        T read(Node item, Place place) throws ConfigException;
    }
}
