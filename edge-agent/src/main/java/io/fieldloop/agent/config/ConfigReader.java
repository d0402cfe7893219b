package io.fieldloop.agent.config;

import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.ShippingRules;
import io.fieldloop.agent.deployment.Soak;
import io.fieldloop.agent.deployment.trial.TrialLimits;
import io.fieldloop.agent.sink.SinkSettings;
import io.fieldloop.agent.sink.SinkSettings.LineFileSettings;
import io.fieldloop.agent.source.FolderSettings;
import io.fieldloop.agent.source.FolderSettings.After;
import io.fieldloop.agent.source.PushSettings;
import io.fieldloop.agent.source.SourceSettings;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@link AgentConfig} from YAML. Works on the nodes, so that each complaint can name its line. */
final class ConfigReader {
    private static final int MAX_BYTES = 1 << 18;
    private static final int MAX_DEPTH = 16;
    static final String EXAMPLE_NAME = "1 to 63 of a-z, 0-9 and '-', such as line-1";

    private ConfigReader() {}

    static AgentConfig read(Path file) throws IOException, ConfigException {
        String name = String.valueOf(file.getFileName());
        var root = Section.of(
                compose(text(file, name), name),
                new Place(name, ""),
                List.of(
                        "streams",
                        "shadows",
                        "outbox",
                        "shipping",
                        "traffic",
                        "trial",
                        "soak",
                        "link",
                        "vitals",
                        "serve",
                        "accelerators"));
        ShippingRules shipping = ShippingReader.read(root);
        List<ModelName> shadows = shadows(root);
        var config = new AgentConfig(
                streams(root, shadows),
                shadows,
                outbox(root),
                shipping,
                TrafficReader.read(root, shipping.zone()),
                trial(root),
                soak(root),
                link(root),
                vitals(root),
                serve(root),
                AcceleratorReader.read(root));
        requireServeForPush(root, config);
        return config;
    }

    private static void requireServeForPush(Section root, AgentConfig config) throws ConfigException {
        for (AgentConfig.Stream stream : config.streams()) {
            if (stream.source() instanceof PushSettings && config.serve().isEmpty()) {
                throw root.error(
                        "streams",
                        "stream '%s' takes images by the local API, which is off; add 'serve: {port: 8000}'"
                                .formatted(stream.name()));
            }
        }
    }

    private static String text(Path file, String name) throws IOException, ConfigException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        if (content.length > MAX_BYTES) {
            throw new ConfigException("%s: longer than %d bytes; this is no configuration".formatted(name, MAX_BYTES));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new ConfigException(name + ": not text in UTF-8");
        }
    }

    static Node compose(String text, String name) throws ConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            requireShallow(new Parse(settings).parseString(text), name);
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new ConfigException(name + ": empty; at least 'streams' must be set"));
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark().map(mark -> ":" + Place.line(mark)).orElse("");
            throw new ConfigException("%s%s: not YAML: %s".formatted(name, line, e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ConfigException("%s: not YAML: %s".formatted(name, e.getMessage()));
        }
    }

    /** The composer recurses; a file that is made to exhaust its stack is refused before. */
    private static void requireShallow(Iterable<Event> events, String name) throws ConfigException {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                throw new ConfigException(
                        "%s: nested more than %d levels deep; this is no configuration".formatted(name, MAX_DEPTH));
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private static List<ModelName> shadows(Section root) throws ConfigException {
        List<ModelName> shadows = root.list("shadows", ConfigReader::shadow);
        if (new HashSet<>(shadows).size() < shadows.size()) {
            throw root.error("shadows", "a model stands here twice; keep one of them");
        }
        return shadows;
    }

    private static ModelName shadow(Node node, Place place) throws ConfigException {
        try {
            return new ModelName(Section.text(node, place));
        } catch (IllegalArgumentException e) {
            throw place.error(node, "expected %s; %s".formatted(EXAMPLE_NAME, e.getMessage()));
        }
    }

    private static List<AgentConfig.Stream> streams(Section root, List<ModelName> shadows) throws ConfigException {
        List<AgentConfig.Stream> streams = root.list("streams", (node, place) -> stream(node, place, shadows));
        if (streams.isEmpty()) {
            throw root.error("streams", "at least one stream must be set under 'streams'");
        }
        var names = new HashSet<StreamName>();
        for (AgentConfig.Stream stream : streams) {
            if (!names.add(stream.name())) {
                throw root.error("streams", "two streams are named '%s'; rename one".formatted(stream.name()));
            }
        }
        requireFilesOfTheirOwn(root, streams);
        return streams;
    }

    /** Two writers would tear each other's lines. */
    private static void requireFilesOfTheirOwn(Section root, List<AgentConfig.Stream> streams) throws ConfigException {
        var files = new HashSet<Path>();
        for (AgentConfig.Stream stream : streams) {
            for (SinkSettings sink : stream.sinks()) {
                if (sink instanceof LineFileSettings lines
                        && !files.add(lines.path().toAbsolutePath().normalize())) {
                    throw root.error(
                            "streams", "two sinks write to '%s'; give each a file of its own".formatted(lines.path()));
                }
            }
        }
    }

    private static AgentConfig.Stream stream(Node node, Place place, List<ModelName> shadows) throws ConfigException {
        var stream = Section.of(
                node, place, List.of("name", "model", "source", "capture", "near-duplicates", "media", "sinks"));
        CaptureSettings capture = CaptureReader.read(stream);
        CaptureReader.requireShadow(stream, capture, shadows);
        return new AgentConfig.Stream(
                name(stream),
                stream.required("model", EXAMPLE_NAME, text -> Optional.of(new ModelName(text))),
                source(stream),
                capture,
                stream.list("sinks", SinkReader::sink));
    }

    static StreamName name(Section stream) throws ConfigException {
        return stream.required("name", EXAMPLE_NAME, text -> Optional.of(new StreamName(text)));
    }

    private static SourceSettings source(Section stream) throws ConfigException {
        Section source = stream.section(
                "source",
                List.of(
                        "folder",
                        "every",
                        "after",
                        "command",
                        "max-image",
                        "format",
                        "size",
                        "rows",
                        "hop",
                        "rate",
                        "channels",
                        "live",
                        "wav",
                        "push",
                        "mqtt",
                        "topic"));
        if (source.has("command")) {
            return CommandReader.command(source);
        }
        if (source.has("mqtt")) {
            return BrokerReader.source(source);
        }
        if (source.has("wav")) {
            return SoundReader.file(source);
        }
        return source.has("push") ? push(source) : folder(source);
    }

    private static PushSettings push(Section source) throws ConfigException {
        allow(source, List.of("push", "max-image"), "source that is pushed to");
        String _ = source.required("push", "http", text -> Optional.of(text).filter("http"::equals));
        return new PushSettings(maxImageBytes(source));
    }

    static int maxImageBytes(Section source) throws ConfigException {
        return Math.toIntExact(
                source.size("max-image", Defaults.SOURCE_MAX_IMAGE).bytes());
    }

    private static FolderSettings folder(Section source) throws ConfigException {
        allow(source, List.of("folder", "every", "after"), "folder source");
        return new FolderSettings(
                source.required("folder", "a folder, such as /var/lib/line", ConfigReader::path),
                source.duration("every", Defaults.SOURCE_EVERY),
                source.optional("after", After.KEEP, "keep or delete", ConfigReader::after));
    }

    /** Of the keys of a section, these are the ones that its kind has. */
    static void allow(Section section, List<String> keys, String kind) throws ConfigException {
        refuse(
                section,
                section.keys().stream().filter(key -> !keys.contains(key)).toList(),
                kind);
    }

    static void refuse(Section section, List<String> keys, String kind) throws ConfigException {
        for (String key : keys) {
            if (section.has(key)) {
                throw section.error(key, "a %s has no such key; remove it".formatted(kind));
            }
        }
    }

    private static Bounds outbox(Section root) throws ConfigException {
        Section outbox = root.section("outbox", List.of("max-bytes", "keep-free"));
        return new Bounds(
                outbox.size("max-bytes", Defaults.OUTBOX_MAX_BYTES).bytes(),
                outbox.size("keep-free", Defaults.OUTBOX_KEEP_FREE).bytes());
    }

    private static TrialLimits trial(Section root) throws ConfigException {
        Section trial = root.section("trial", List.of("timeout", "processor-time", "memory"));
        return new TrialLimits(
                trial.duration("timeout", Defaults.TRIAL_TIMEOUT),
                trial.duration("processor-time", Defaults.TRIAL_PROCESSOR_TIME),
                trial.size("memory", Defaults.TRIAL_MEMORY).bytes());
    }

    private static Soak soak(Section root) throws ConfigException {
        Section soak =
                root.section("soak", List.of("inferences", "at-most", "max-failures", "max-slowdown", "max-drift"));
        return new Soak(
                soak.count("inferences", Defaults.SOAK_INFERENCES),
                soak.duration("at-most", Defaults.SOAK_AT_MOST),
                soak.count("max-failures", Defaults.SOAK_MAX_FAILURES),
                soak.decimal("max-slowdown", Defaults.SOAK_MAX_SLOWDOWN),
                soak.decimal("max-drift", Defaults.SOAK_MAX_DRIFT));
    }

    private static AgentConfig.Link link(Section root) throws ConfigException {
        Section link = root.section("link", List.of("keep-alive", "receipt-patience"));
        return new AgentConfig.Link(
                link.duration("keep-alive", Defaults.LINK_KEEP_ALIVE),
                link.duration("receipt-patience", Defaults.LINK_RECEIPT_PATIENCE));
    }

    private static AgentConfig.Vitals vitals(Section root) throws ConfigException {
        Section vitals = root.section("vitals", List.of("every", "window", "embedding"));
        return new AgentConfig.Vitals(
                vitals.duration("every", Defaults.VITALS_EVERY),
                vitals.duration("window", Defaults.VITALS_WINDOW),
                vitals.optional(
                        "embedding",
                        Optional.empty(),
                        "the name of an output",
                        text -> text.isBlank() ? Optional.empty() : Optional.of(Optional.of(text))));
    }

    private static Optional<AgentConfig.Serve> serve(Section root) throws ConfigException {
        if (!root.has("serve")) {
            return Optional.empty();
        }
        Section serve = root.section("serve", List.of("port"));
        return Optional.of(new AgentConfig.Serve((int) serve.count("port", Defaults.SERVE_PORT)));
    }

    static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static Optional<After> after(String text) {
        return switch (text) {
            case "keep" -> Optional.of(After.KEEP);
            case "delete" -> Optional.of(After.DELETE);
            default -> Optional.empty();
        };
    }
}
