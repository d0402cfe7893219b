package io.fieldloop.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fieldloop.models.runtime.Accelerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema, the documentation and the reader know the same keys, the same defaults, and take the same configurations. */
final class ConfigSchemaTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode TREE = tree(AgentConfig.schema());
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TREE);

    private static final Pattern ROW = Pattern.compile("\\| `([a-z\\[\\].-]+)` \\|([^|]*)\\|.*");
    private static final Pattern KNOWN_KEYS = Pattern.compile(".*the keys here are (.*)", Pattern.DOTALL);

    /** Every section once. */
    private static final JsonNode SECTIONS = tree("""
            {"streams": [{"name": "line", "model": "fashion", "source": {"folder": "x"},
                          "capture": [{"rule": "random", "share": 1}], "near-duplicates": {}, "media": {},
                          "sinks": [{"file": "y"}]}],
             "outbox": {}, "shipping": {}, "traffic": {}, "trial": {}, "soak": {}, "link": {}, "vitals": {}, "serve": {},
             "accelerators": [{"candidates": [{"name": "cuda"}]}]}
            """);

    @TempDir
    Path folder;

    @Test
    void schema_isTheDocumentedOne() throws Exception {
        assertThat(Path.of("..", "docs", "agent-config.schema.json")).hasContent(AgentConfig.schema());
    }

    @Test
    void everySection_hasTheKeysThatTheReaderKnows() throws Exception {
        for (String section : sections("", SECTIONS).toList()) {
            JsonNode config = SECTIONS.deepCopy();
            ((ObjectNode) config.at(section)).put("nobody-knows-this", 1);

            String complaint = catchThrowable(() -> read(config.toString())).getMessage();

            Matcher known = KNOWN_KEYS.matcher(complaint);
            assertThat(known.matches()).as(section + ": " + complaint).isTrue();
            assertThat(Set.of(known.group(1).split(", ")))
                    .as("keys of '%s'", section)
                    .isEqualTo(keys(at(section)));
        }
    }

    @Test
    void everyKey_isDocumented_withItsDefault() throws Exception {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "agent-config.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && keys(Set.of(TREE)).contains(row.group(1).split("[.\\[]")[0])) {
                rows.put(row.group(1), row.group(2).strip());
            }
        }
        Map<String, String> leaves = new TreeMap<>();
        leaves("", Set.of(TREE), leaves);

        assertThat(rows.keySet()).containsAll(leaves.keySet());
        rows.forEach((key, value) -> {
            if (leaves.containsKey(key)) {
                assertThat(value.startsWith("`") ? value : "")
                        .as("default of %s", key)
                        .isEqualTo(leaves.get(key));
            } else {
                assertThat(leaves.keySet())
                        .as("keys below %s", key)
                        .anyMatch(leaf -> leaf.startsWith(key + "[") || leaf.startsWith(key + "."));
            }
        });
    }

    @Test
    void everyDefault_isTheReaders() throws Exception {
        JsonNode config = SECTIONS.deepCopy();
        for (String section : sections("", SECTIONS).toList()) {
            ObjectNode values = (ObjectNode) config.at(section);
            at(section).stream()
                    .filter(schema -> schema.path("required").valueStream().allMatch(key -> values.has(key.asText())))
                    .forEach(schema -> schema.path("properties").forEachEntry((key, value) -> {
                        variants(value)
                                .filter(variant -> variant.has("default"))
                                .forEach(variant -> values.set(key, variant.get("default")));
                    }));
        }

        assertThat(config).isNotEqualTo(SECTIONS);
        assertThat(read(config.toString())).isEqualTo(read(SECTIONS.toString()));
    }

    static Stream<String> good() throws IOException {
        var examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "agent-config.md")))
                .results()
                .map(example -> example.group(1));
        var named = Accelerator.names().stream().map("accelerators: [{candidates: ['%s']}]"::formatted);
        var more = Stream.of(
                "streams: [{name: a, model: b, source: {mqtt: 'tcp://broker:1', topic: '#', max-image: 1KiB}}]",
                "streams: [{name: a, model: b, source: {mqtt: 'tcp://[::1]', topic: 'a/+//b/#'}}]",
                "streams: [{name: a, model: b, source: {command: [x, 5, true], format: images}}]",
                "streams: [{name: a, model: b, source: {command: [x], format: wav, rate: 48000, live: true}}]",
                "streams: [{name: a, model: b, source: {command: [x], format: s16le, channels: 2}}]",
                "streams: [{name: a, model: b, source: {wav: x.wav}, capture: [{rule: random, share: 0.1}]}]",
                "streams: [{name: a, model: b, source: {command: [x], format: csv, rows: 8}, media: {readings: zstd}}]",
                "streams: [{name: a, model: b, source: {push: http}}]\nserve: {}",
                "streams: [{name: a, model: b, source: {folder: x}, sinks: [{webhook: 'https://h:1?a=b'}]}]");
        return Stream.of(examples, named.map(ConfigSchemaTest::withStream), more)
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("good")
    void goodConfiguration_isTakenByBoth(String yaml) throws Exception {
        assertThat(SCHEMA.validate(yaml(yaml))).isEmpty();
        assertThat(read(yaml)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: A, model: b, source: {folder: x}",
                "name: a-, model: b, source: {folder: x}",
                "name: a, source: {folder: x}",
                "name: a, model: b",
                "name: a, model: b, source: {}",
                "name: a, model: b, source: {folder: ' '}",
                "name: a, model: b, source: {folder: x, every: soon}",
                "name: a, model: b, source: {folder: x, after: burn}",
                "name: a, model: b, source: {folder: x, command: [y]}",
                "name: a, model: b, source: {folder: x, max-image: 1MiB}",
                "name: a, model: b, source: {command: x}",
                "name: a, model: b, source: {command: []}",
                "name: a, model: b, source: {command: [[x]]}",
                "name: a, model: b, source: {command: [x], format: yuv}",
                "name: a, model: b, source: {command: [x], format: rgb24}",
                "name: a, model: b, source: {command: [x], format: rgb24, size: large}",
                "name: a, model: b, source: {command: [x], size: 2x1}",
                "name: a, model: b, source: {command: [x], format: wav, channels: 1}",
                "name: a, model: b, source: {command: [x], format: s16le, channels: 3}",
                "name: a, model: b, source: {command: [x], format: s16le, rate: 7999}",
                "name: a, model: b, source: {command: [x], format: wav, live: yes}",
                "name: a, model: b, source: {command: [x], live: true}",
                "name: a, model: b, source: {wav: x, live: true}",
                "name: a, model: b, source: {wav: x, folder: y}",
                "name: a, model: b, source: {push: ftp}",
                "name: a, model: b, source: {push: http, topic: x}",
                "name: a, model: b, source: {mqtt: 'tcp://h'}",
                "name: a, model: b, source: {mqtt: 'http://h', topic: x}",
                "name: a, model: b, source: {mqtt: 'tcp://h/x', topic: x}",
                "name: a, model: b, source: {mqtt: 'tcp://u@h', topic: x}",
                "name: a, model: b, source: {mqtt: 'tcp://h', topic: 'a#'}",
                "name: a, model: b, source: {mqtt: 'tcp://h', topic: ''}",
                "name: a, model: b, source: {folder: x}, capture: {rule: random}",
                "name: a, model: b, source: {folder: x}, capture: [{rule: rnd}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: random, share: 0}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: random, share: 1.5}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: random, below: 1}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: low-confidence, below: 1, share: 1}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: every, every: 5}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: high-entropy, above: 1}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: novelty, beyond: 0.5}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: quota, at-most: 0, per: 1h}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: quota, at-most: 1}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: anomaly, series: heat, beyond: 2}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: on-request, request: A, next: 1}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: around, of: [], before: 1s, after: 1s}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: around, of: [around], before: 1s, after: 1s}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: shadow, model: B, above: 0}]",
                "name: a, model: b, source: {folder: x}, capture: [{rule: shadow, model: b, one-in: 0, above: 0}]",
                "name: a, model: b, source: {folder: x}, near-duplicates: {distance: 33}",
                "name: a, model: b, source: {folder: x}, near-duplicates: {among: 0}",
                "name: a, model: b, source: {folder: x}, near-duplicates: {per: 1h}",
                "name: a, model: b, source: {command: [x], format: csv}",
                "name: a, model: b, source: {command: [x], format: csv, rows: 0}",
                "name: a, model: b, source: {command: [x], format: csv, rows: 8, hop: 0}",
                "name: a, model: b, source: {folder: x}, media: {readings: lz4}",
                "name: a, model: b, source: {folder: x}, capture: [{rule: outlier, beyond: 4}]",
                "name: a, model: b, source: {folder: x}, media: {jpeg-quality: 0}",
                "name: a, model: b, source: {folder: x}, media: {jpeg-quality: 101}",
                "name: a, model: b, source: {folder: x}, media: {jpeg-quality: 0.8}",
                "name: a, model: b, source: {folder: x}, media: {sound: mp3}",
                "name: a, model: b, source: {folder: x}, media: {images: jpeg}",
                "name: a, model: b, source: {folder: x}, sinks: [{}]",
                "name: a, model: b, source: {folder: x}, sinks: [{webhook: 'ftp://h'}]",
                "name: a, model: b, source: {folder: x}, sinks: [{webhook: 'http://u:p@h'}]",
                "name: a, model: b, source: {folder: x}, sinks: [{file: x, webhook: 'http://h'}]",
                "name: a, model: b, source: {folder: x}, sinks: [{mqtt: 'tcp://h', topic: '+'}]",
            })
    void badStream_isRefusedByBoth(String stream) {
        assertRefused("streams: [{" + stream + "}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outbox: {max-byte: 1MiB}",
                "outbox: {max-bytes: 256}",
                "outbox: 5",
                "shipping: {between: '5-6'}",
                "shipping: {between: '25:00-05:00'}",
                "shipping: {bytes-per-day: 20}",
                "traffic: {models-per-day: 20}",
                "trial: {timeout: 5}",
                "soak: {inferences: 0}",
                "soak: {max-failures: -1}",
                "soak: {inferences: many}",
                "serve: {port: 70000}",
                "vitals: {every: 5d}",
                "vitals: {embedding: ''}",
                "accelerators: [{policy: require}]",
                "accelerators: [{candidates: []}]",
                "accelerators: [{policy: force, candidates: [cuda]}]",
                "accelerators: [{candidates: [cudda]}]",
                "accelerators: [{candidates: ['tflite:x.so']}]",
                "accelerators: [{candidates: [cuda, cuda]}]",
                "accelerators: [{candidates: [{name: cuda, options: 5}]}]",
                "accelerators: [{candidates: [{nam: cuda}]}]",
                "unknown: 1",
            })
    void badSection_isRefusedByBoth(String section) {
        assertRefused(withStream(section));
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams: []", "streams: {}", "[1, 2]", "outbox: {}"})
    void noConfiguration_isRefusedByBoth(String yaml) {
        assertRefused(yaml);
    }

    private void assertRefused(String yaml) {
        assertThat(SCHEMA.validate(yaml(yaml))).as("complaints of the schema").isNotEmpty();
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(ConfigException.class);
    }

    private AgentConfig read(String yaml) throws IOException, ConfigException {
        return AgentConfig.read(Files.writeString(folder.resolve("agent.yaml"), yaml));
    }

    private static String withStream(String section) {
        return "streams: [{name: a, model: b, source: {folder: x}}]\n" + section;
    }

    private static JsonNode yaml(String text) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pointers of all objects of a configuration. */
    private static Stream<String> sections(String pointer, JsonNode node) {
        Stream<String> below = node.isObject()
                ? node.propertyStream().flatMap(entry -> sections(pointer + "/" + entry.getKey(), entry.getValue()))
                : Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                        .flatMap(i -> sections(pointer + "/" + i, node.get(i)));
        return node.isObject() ? Stream.concat(Stream.of(pointer), below) : below;
    }

    /** What the schema says of the place in a configuration that a pointer leads to. */
    private static Set<JsonNode> at(String pointer) {
        Set<JsonNode> schemas = Set.of(TREE);
        for (String step : pointer.isEmpty()
                ? List.<String>of()
                : Arrays.asList(pointer.substring(1).split("/"))) {
            schemas = below(schemas, step);
        }
        return schemas;
    }

    private static Set<JsonNode> below(Set<JsonNode> schemas, String step) {
        return schemas.stream()
                .map(schema -> step.matches("\\d+")
                        ? schema.path("items")
                        : schema.path("properties").path(step))
                .flatMap(ConfigSchemaTest::variants)
                .collect(Collectors.toSet());
    }

    /** A schema with what it refers to, or each of which it is one. */
    private static Stream<JsonNode> variants(JsonNode schema) {
        if (schema.has("oneOf")) {
            return schema.get("oneOf").valueStream().flatMap(ConfigSchemaTest::variants);
        }
        if (schema.has("$ref")) {
            Stream<JsonNode> meant =
                    variants(TREE.at(schema.get("$ref").asText().substring(1)));
            return Stream.concat(Stream.of(schema), meant);
        }
        return Stream.of(schema);
    }

    private static Set<String> keys(Set<JsonNode> schemas) {
        return schemas.stream()
                .flatMap(schema -> schema.path("properties").propertyStream())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The keys that have values of their own, as the documentation writes them, with their defaults. */
    private static void leaves(String path, Set<JsonNode> schemas, Map<String, String> leaves) {
        Set<JsonNode> items = below(schemas, "0");
        if (!keys(items).isEmpty()) {
            leaves(path + "[]", items, leaves);
            return;
        }
        for (String key : keys(schemas)) {
            leaves(path.isEmpty() ? key : path + "." + key, below(schemas, key), leaves);
        }
        if (keys(schemas).isEmpty()) {
            leaves.put(
                    path,
                    schemas.stream()
                            .filter(schema -> schema.has("default"))
                            .map(schema ->
                                    "`%s`".formatted(schema.get("default").asText()))
                            .distinct()
                            .collect(Collectors.joining()));
        }
    }
}
