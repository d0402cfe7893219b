package io.fieldloop.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.accelerator.AcceleratorRules;
import io.fieldloop.agent.accelerator.Policy;
import io.fieldloop.agent.accelerator.Preference;
import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.CaptureRule;
import io.fieldloop.agent.capture.CaptureRule.Anomaly;
import io.fieldloop.agent.capture.CaptureRule.Around;
import io.fieldloop.agent.capture.CaptureRule.Drift;
import io.fieldloop.agent.capture.CaptureRule.Every;
import io.fieldloop.agent.capture.CaptureRule.Flicker;
import io.fieldloop.agent.capture.CaptureRule.HighEntropy;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.Novelty;
import io.fieldloop.agent.capture.CaptureRule.OnRequest;
import io.fieldloop.agent.capture.CaptureRule.Quota;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.agent.capture.CaptureRule.RareClass;
import io.fieldloop.agent.capture.CaptureRule.Shadow;
import io.fieldloop.agent.capture.CaptureRule.SmallMargin;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.MediaPolicy;
import io.fieldloop.agent.capture.MediaPolicy.ReadingsForm;
import io.fieldloop.agent.capture.MediaPolicy.SoundForm;
import io.fieldloop.agent.capture.NearDuplicates;
import io.fieldloop.agent.capture.Series;
import io.fieldloop.agent.capture.ShippingRules;
import io.fieldloop.agent.capture.ShippingRules.Window;
import io.fieldloop.agent.deployment.Soak;
import io.fieldloop.agent.deployment.trial.TrialLimits;
import io.fieldloop.agent.link.LinkSettings.Broker;
import io.fieldloop.agent.sink.SinkSettings;
import io.fieldloop.agent.sink.SinkSettings.LineFileSettings;
import io.fieldloop.agent.sink.SinkSettings.WebhookSettings;
import io.fieldloop.agent.source.CommandOutput.Images;
import io.fieldloop.agent.source.CommandOutput.Rgb24;
import io.fieldloop.agent.source.CommandSettings;
import io.fieldloop.agent.source.FolderSettings;
import io.fieldloop.agent.source.FolderSettings.After;
import io.fieldloop.agent.source.PushSettings;
import io.fieldloop.agent.source.TopicSettings;
import io.fieldloop.agent.traffic.TrafficBudgets;
import io.fieldloop.agent.traffic.TrafficClass;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentConfigTest {
    private static final String MINIMAL = """
            streams:
              - name: line
                model: fashion
                source: {folder: /var/lib/line}
            """;

    @TempDir
    Path folder;

    @Test
    void read_minimal_hasTheDefaults() throws Exception {
        AgentConfig config = read(MINIMAL);

        assertThat(config)
                .isEqualTo(new AgentConfig(
                        List.of(new AgentConfig.Stream(
                                new StreamName("line"),
                                new ModelName("fashion"),
                                new FolderSettings(Path.of("/var/lib/line"), Duration.ofMillis(100), After.KEEP),
                                CaptureSettings.NOTHING,
                                List.of())),
                        List.of(),
                        new Bounds(256 << 20, 64 << 20),
                        ShippingRules.NONE,
                        TrafficBudgets.NONE,
                        new TrialLimits(Duration.ofSeconds(60), Duration.ofSeconds(60), 1L << 30),
                        new Soak(200, Duration.ofSeconds(30), 0, 5, 0.8),
                        new AgentConfig.Link(Duration.ofSeconds(30), Duration.ofSeconds(30)),
                        new AgentConfig.Vitals(Duration.ofSeconds(5), Duration.ofMinutes(5), Optional.empty()),
                        Optional.empty(),
                        AcceleratorRules.NONE));
    }

    @Test
    void read_everyKey_isMapped() throws Exception {
        AgentConfig config = read("""
                streams:
                  - name: line
                    model: fashion
                    source: {folder: /var/lib/line, every: 5ms, after: delete}
                    capture:
                      - {rule: random, share: 0.2}
                      - {rule: low-confidence, below: 0.6}
                    near-duplicates: {distance: 5, among: 7, within: 2h}
                    media: {jpeg-quality: 70, sound: flac}
                    sinks:
                      - {file: line.jsonl, max-bytes: 8MiB}
                      - {webhook: "http://127.0.0.1:1880/line"}
                  - name: gate
                    model: faces
                    source: {folder: gate, every: 2m, after: keep}
                    sinks: [{file: gate.jsonl}]
                  - name: door
                    model: faces
                    source: {command: [camera, --rate, 5], max-image: 2MiB}
                  - name: hand
                    model: faces
                    source: {push: http, max-image: 1MiB}
                  - name: yard
                    model: faces
                    source: {mqtt: "tcp://127.0.0.1", topic: cameras/+, max-image: 1MiB}
                    sinks: [{mqtt: "tcp://broker:1884", topic: predictions/yard}]
                shadows: [fashion-large, faces]
                outbox: {max-bytes: 64MiB, keep-free: 1GiB}
                shipping: {between: "22:00-05:30", zone: Europe/Berlin, bytes-per-day: 20MiB, bytes-per-second: 64KiB, over: [wlan0, en*]}
                traffic: {control-per-day: 1MiB, vitals-per-day: 256KiB, models-per-day: 50MiB}
                trial: {timeout: 90s, processor-time: 30s, memory: 2GiB}
                soak: {inferences: 10, at-most: 1h, max-failures: 3, max-slowdown: 2.5, max-drift: 1}
                link: {keep-alive: 45s, receipt-patience: 10s}
                vitals: {every: 500ms, window: 1h, embedding: features}
                serve: {port: 9000}
                accelerators:
                  - model: faces
                    policy: forbid-fallback
                    candidates: [tflite:/usr/lib/libedgetpu.so.1]
                  - candidates:
                      - {name: openvino, options: {device_type: NPU}}
                      - cuda
                """);

        assertThat(config)
                .isEqualTo(new AgentConfig(
                        List.of(
                                new AgentConfig.Stream(
                                        new StreamName("line"),
                                        new ModelName("fashion"),
                                        new FolderSettings(
                                                Path.of("/var/lib/line"), Duration.ofMillis(5), After.DELETE),
                                        new CaptureSettings(
                                                List.of(new RandomShare(0.2), new LowConfidence(0.6)),
                                                Optional.of(new NearDuplicates(5, 7, Duration.ofHours(2))),
                                                new MediaPolicy(
                                                        OptionalInt.of(70), SoundForm.FLAC, ReadingsForm.AS_IS)),
                                        List.of(
                                                new LineFileSettings(Path.of("line.jsonl"), 8 << 20),
                                                new WebhookSettings(URI.create("http://127.0.0.1:1880/line")))),
                                new AgentConfig.Stream(
                                        new StreamName("gate"),
                                        new ModelName("faces"),
                                        new FolderSettings(Path.of("gate"), Duration.ofMinutes(2), After.KEEP),
                                        CaptureSettings.NOTHING,
                                        List.of(new LineFileSettings(Path.of("gate.jsonl"), 64 << 20))),
                                new AgentConfig.Stream(
                                        new StreamName("door"),
                                        new ModelName("faces"),
                                        new CommandSettings(List.of("camera", "--rate", "5"), new Images(2 << 20)),
                                        CaptureSettings.NOTHING,
                                        List.of()),
                                new AgentConfig.Stream(
                                        new StreamName("hand"),
                                        new ModelName("faces"),
                                        new PushSettings(1 << 20),
                                        CaptureSettings.NOTHING,
                                        List.of()),
                                new AgentConfig.Stream(
                                        new StreamName("yard"),
                                        new ModelName("faces"),
                                        new TopicSettings(new Broker("127.0.0.1", 1883), "cameras/+", 1 << 20),
                                        CaptureSettings.NOTHING,
                                        List.of(new SinkSettings.TopicSettings(
                                                new Broker("broker", 1884), "predictions/yard")))),
                        List.of(new ModelName("fashion-large"), new ModelName("faces")),
                        new Bounds(64 << 20, 1 << 30),
                        new ShippingRules(
                                ZoneId.of("Europe/Berlin"),
                                Optional.of(new Window(LocalTime.of(22, 0), LocalTime.of(5, 30))),
                                OptionalLong.of(20 << 20),
                                OptionalLong.of(64 << 10),
                                List.of("wlan0", "en*")),
                        new TrafficBudgets(
                                ZoneId.of("Europe/Berlin"),
                                Map.of(
                                        TrafficClass.CONTROL,
                                        1L << 20,
                                        TrafficClass.VITALS,
                                        256L << 10,
                                        TrafficClass.MODELS,
                                        50L << 20)),
                        new TrialLimits(Duration.ofSeconds(90), Duration.ofSeconds(30), 2L << 30),
                        new Soak(10, Duration.ofHours(1), 3, 2.5, 1),
                        new AgentConfig.Link(Duration.ofSeconds(45), Duration.ofSeconds(10)),
                        new AgentConfig.Vitals(Duration.ofMillis(500), Duration.ofHours(1), Optional.of("features")),
                        Optional.of(new AgentConfig.Serve(9000)),
                        new AcceleratorRules(
                                Map.of(
                                        new ModelName("faces"),
                                        new Preference(
                                                Policy.FORBID_FALLBACK,
                                                List.of(Accelerator.parse("tflite:/usr/lib/libedgetpu.so.1")))),
                                new Preference(
                                        Policy.PREFER,
                                        List.of(
                                                Accelerator.parse("openvino?device_type=NPU"),
                                                Accelerator.parse("cuda"))))));
    }

    @Test
    void read_rawFrames_haveTheirSize() throws Exception {
        AgentConfig config =
                read(MINIMAL.replace("folder: /var/lib/line", "command: [x], format: rgb24, size: 640x480"));

        assertThat(config.streams().getFirst().source())
                .isEqualTo(new CommandSettings(List.of("x"), new Rgb24(640, 480)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command: [x], format: rgb24                               | key 'size' is missing; expected the size of a frame",
                "command: [x], format: rgb24, size: 0x1                    | a frame has 1 to 8388608 pixels",
                "command: [x], format: rgb24, size: 99999x99999            | a frame has 1 to 8388608 pixels",
                "command: [x], format: rgb24, size: large                  | expected the size of a frame",
                "command: [x], format: rgb24, size: 2x1, max-image: 1MiB   | a source of rgb24 has no such key",
                "command: [x], size: 2x1                                   | a source of images has no such key",
                "command: [x], format: yuv                                 | expected images, rgb24, csv, wav or s16le, not 'yuv'",
                "folder: x, format: rgb24                                  | a folder source has no such key",
            })
    void read_wrongFrames_areRefused(String source, String complaint) {
        assertThatThrownBy(() -> read(MINIMAL.replace("folder: /var/lib/line", source)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("streams[0].source")
                .hasMessageContaining(complaint);
    }

    @Test
    void read_unknownKey_namesTheLineTheKeyAndWhatWasMeant() {
        assertThatThrownBy(() -> read(MINIMAL + "outbox: {max-byte: 1MiB}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "agent.yaml:5: outbox: unknown key 'max-byte'; did you mean 'max-bytes'?; the keys here are max-bytes, keep-free");
    }

    @Test
    void read_unknownKeyInAStream_namesTheStream() {
        assertThatThrownBy(() -> read("""
                streams:
                  - name: line
                    modle: fashion
                    source: {folder: x}
                """))
                .hasMessageStartingWith("agent.yaml:3: streams[0]: unknown key 'modle'; did you mean 'model'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                 | .sinks[0]: key 'file' is missing; expected a file",
                "{webhook: x, file: y}              | .sinks[0].file: a webhook has no such key; remove it",
                "{webhook: ftp://host/x}            | .sinks[0].webhook: expected an address",
                "{webhook: http://user:word@host/x} | .sinks[0].webhook: expected an address",
                "{webhook: http:// x}               | .sinks[0].webhook: expected an address",
                "{file: x, max-bytes: 1KiB}         | .sinks[0].max-bytes: expected a size from 1MiB",
                "{mqtt: x, topic: y}                | .sinks[0].mqtt: expected a broker, such as tcp://127.0.0.1:1883, not 'x'",
                "{mqtt: tcp://h/x, topic: y}        | .sinks[0].mqtt: expected a broker",
                "{mqtt: tcp://h:99999, topic: y}    | .sinks[0].mqtt: expected a broker",
                "{mqtt: tcp://u:p@h, topic: y}      | .sinks[0].mqtt: expected a broker",
                "{mqtt: tcp://h}                    | .sinks[0]: key 'topic' is missing",
                "{mqtt: tcp://h, topic: a/+}        | .sinks[0].topic: expected a topic, such as predictions/door, not 'a/+'",
                "{mqtt: tcp://h, topic: y, file: x} | .sinks[0].file: a sink of mqtt has no such key",
                "{file: x, topic: y}                | .sinks[0].topic: a sink without 'mqtt' has no such key",
                "{file: x}, {file: ./x}             | : two sinks write to",
            })
    void read_wrongSink_isRefused(String sinks, String complaint) {
        assertThatThrownBy(() -> read(MINIMAL + "    sinks: [" + sinks + "]\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("streams")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "outbox: {max-bytes: 256}         | outbox.max-bytes: expected a size from 1MiB to 1TiB, such as 256MiB, not '256'",
                "shipping: {between: '05:00-05:00'} | shipping.between: expected two times of the day, such as 01:00-05:00; a window must not end",
                "shipping: {between: '5-6'}       | shipping.between: expected two times of the day, such as 01:00-05:00, not '5-6'",
                "shipping: {zone: Mars}           | shipping.zone: expected a time zone, such as Europe/Berlin, not 'Mars'",
                "shipping: {bytes-per-day: 1B}    | shipping.bytes-per-day: expected a size from 1KiB",
                "traffic: {vitals-per-day: 1B}    | traffic.vitals-per-day: expected a size from 1KiB",
                "outbox: {max-bytes: 1KiB}        | outbox.max-bytes: expected a size from 1MiB",
                "outbox: {max-bytes: 99999999TiB} | outbox.max-bytes: expected a size",
                "trial: {timeout: 5}              | trial.timeout: expected a duration from 1s to 1h, such as 1m, not '5'",
                "trial: {timeout: 2h}             | trial.timeout: expected a duration",
                "trial: {memory: 64MiB}           | trial.memory: expected a size from 128MiB",
                "soak: {inferences: 0}            | soak.inferences: expected a whole number from 1",
                "soak: {max-failures: -1}         | soak.max-failures: expected a whole number from 0",
                "soak: {max-slowdown: 0.5}        | soak.max-slowdown: expected a number from 1.0 to 1000.0, such as 5.0",
                "soak: {max-drift: 1.5}           | soak.max-drift: expected a number from 0.0 to 1.0",
                "soak: {inferences: [1]}          | soak.inferences: expected a whole number",
                "link: 5                          | link: expected keys and values such as 'keep-alive: …'",
                "serve: {port: 70000}              | serve.port: expected a whole number",
                "vitals: {every: soon}            | vitals.every: expected a duration",
                "accelerators: [{policy: require}] | accelerators[0]: at least one accelerator must be named",
                "accelerators: [{policy: force, candidates: [cuda]}] | accelerators[0].policy: expected require, prefer, forbid-fallback, not 'force'",
                "accelerators: [{candidates: [cudda]}] | accelerators[0].candidates[0]: expected an accelerator such as cuda or tflite:/usr/lib/libedgetpu.so.1; there is no accelerator 'cudda'",
                "accelerators: [{candidates: ['tflite:libedgetpu.so.1']}] | accelerators[0].candidates[0]: expected an accelerator",
                "accelerators: [{candidates: [cuda, cuda]}] | accelerators[0].candidates: a candidate stands twice",
                "accelerators: [{candidates: [{name: cuda, options: 5}]}] | accelerators[0].candidates[0].options: expected up to 64 keys",
                "accelerators: [{candidates: [{nam: cuda}]}] | accelerators[0].candidates[0]: unknown key 'nam'; did you mean 'name'?",
                "shadows: [Faces] | shadows[0]: expected 1 to 63 of a-z",
                "shadows: [faces, faces] | shadows: a model stands here twice",
                "accelerators: [{candidates: [cuda]}, {candidates: [qnn]}] | accelerators: two items are for all other models",
            })
    void read_wrongValue_namesTheKeyAndWhatIsExpected(String line, String complaint) {
        assertThatThrownBy(() -> read(MINIMAL + line + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("agent.yaml:5: " + complaint);
    }

    @Test
    void read_everyCaptureRule_isMapped() throws Exception {
        AgentConfig config = read(MINIMAL + """
                    capture:
                      - {rule: random, share: 0.2}
                      - {rule: every, every: 10m}
                      - {rule: low-confidence, below: 0.6}
                      - {rule: small-margin, below: 0.1}
                      - {rule: high-entropy, above: 0.7}
                      - {rule: quota, at-most: 20, per: 24h}
                      - {rule: quota, label: Ankle boot, at-most: 5, per: 1h}
                      - {rule: rare-class, below: 0.01}
                      - {rule: flicker, above: 0}
                      - {rule: shadow, model: fashion-large, above: 0.25}
                      - {rule: novelty, beyond: 4}
                      - {rule: novelty, output: features, beyond: 2}
                      - {rule: drift, above: 0.3, answers: 500}
                      - {rule: anomaly, series: objects, beyond: 4.5}
                      - {rule: on-request, request: boots-2, label: 3, next: 50}
                      - {rule: on-request, request: all, next: 1}
                      - {rule: around, of: [flicker, anomaly], before: 2s, after: 500ms}
                shadows: [fashion-large]
                """);

        List<CaptureRule> rules = config.streams().getFirst().capture().rules();
        assertThat(rules)
                .containsExactly(
                        new RandomShare(0.2),
                        new Every(Duration.ofMinutes(10)),
                        new LowConfidence(0.6),
                        new SmallMargin(0.1),
                        new HighEntropy(0.7),
                        new Quota(Optional.empty(), 20, Duration.ofDays(1)),
                        new Quota(Optional.of("Ankle boot"), 5, Duration.ofHours(1)),
                        new RareClass(0.01),
                        new Flicker(0),
                        new Shadow(new ModelName("fashion-large"), 10, 0.25),
                        new Novelty(Optional.empty(), 4),
                        new Novelty(Optional.of("features"), 2),
                        new Drift(0.3, 500),
                        new Anomaly(Series.OBJECTS, 4.5),
                        new OnRequest("boots-2", Optional.of("3"), 50),
                        new OnRequest("all", Optional.empty(), 1),
                        new Around(
                                List.of("flicker", "anomaly"), Duration.ofSeconds(2), Duration.ofMillis(500), 8 << 20));
        assertThat(rules).extracting(CaptureRule::name).contains("on-request", "high-entropy", "rare-class");
        String written = rules.stream().map(RuleJson::of).collect(Collectors.joining(", "));
        assertThat(read(MINIMAL + "    capture: [" + written + "]\nshadows: [fashion-large]\n")
                        .streams()
                        .getFirst()
                        .capture()
                        .rules())
                .as("what was written, read again")
                .isEqualTo(rules);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: Line, model: m, source: {folder: x}}                          | streams[0].name: expected 1 to 63 of a-z",
                "{model: m, source: {folder: x}}                                      | streams[0]: key 'name' is missing",
                "{name: l, model: m}                                                  | streams[0].source: key 'folder' is missing",
                "{name: l, model: m, source: {folder: x, after: burn}}                | streams[0].source.after: expected keep or delete, not 'burn'",
                "{name: l, model: m, source: {folder: x}, capture: {rule: random}}    | streams[0].capture: expected a list",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: rnd}]}     | streams[0].capture[0].rule: expected one of random, every, low-confidence",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: random}]}  | streams[0].capture[0]: key 'share' is missing",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: random, share: 1.5}]} | streams[0].capture[0].share: expected a number above 0",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: random, share: 1, below: 1}]} | streams[0].capture[0].below: a random rule has no such key",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: every, every: 10}]} | streams[0].capture[0].every: expected a duration from 1ms to 24h, such as 10s, not '10'",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: flicker, above: 1}]} | streams[0].capture[0].above: expected a number from 0.0 to 0.999",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: anomaly, beyond: 3, series: pressure}]} | streams[0].capture[0].series: expected one of confidence, objects, latency",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: on-request, next: 3, request: A}]} | streams[0].capture[0]: request must be 1 to 63",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: around, before: 1s, after: 1s}]} | streams[0].capture[0]: of must name at least one rule",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: around, of: [drift], before: 1s, after: 1s}]} | streams[0].capture: the 'around' rule is of 'drift', but the other rules here are",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: shadow, model: n, above: 0}]} | streams[0].capture: the 'shadow' rule names model 'n', but the 'shadows' of this device are []",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: shadow, above: 0}]} | streams[0].capture[0]: key 'model' is missing",
                "{name: l, model: m, source: {folder: x}, capture: [{rule: shadow, model: m, above: 0}, {rule: shadow, model: n, above: 0}]} | streams[0].capture: there are two 'shadow' rules",
                "{name: l, model: m, source: {command: []}}                           | streams[0].source.command: expected a program",
                "{name: l, model: m, source: {command: ffmpeg}}                       | streams[0].source.command: expected a list",
                "{name: l, model: m, source: {command: [a], folder: x}}               | streams[0].source.folder: a source of images has no such key",
                "{name: l, model: m, source: {folder: x, max-image: 1MiB}}            | streams[0].source.max-image: a folder source has no such key",
                "{name: l, model: m, source: {command: [a], max-image: 1GiB}}         | streams[0].source.max-image: expected a size from 1KiB to 32MiB",
                "{name: l, model: m, source: {push: ftp}}                             | streams[0].source.push: expected http, not 'ftp'",
                "{name: l, model: m, source: {push: http, every: 1s}}                 | streams[0].source.every: a source that is pushed to has no such key",
                "{name: l, model: m, source: {mqtt: tcp://h, topic: 'a#'}}            | streams[0].source.topic: expected a topic, such as cameras/door",
                "{name: l, model: m, source: {mqtt: tcp://h, topic: a/b+}}            | streams[0].source.topic: expected a topic, such as cameras/door",
                "{name: l, model: m, source: {mqtt: tcp://h, topic: a, every: 1s}}    | streams[0].source.every: a source of mqtt has no such key",
                "{name: l, name: m, source: {folder: x}}                              | streams[0]: key 'name' stands here twice",
            })
    void read_wrongStream_namesTheKeyAndWhatIsExpected(String stream, String complaint) {
        assertThatThrownBy(() -> read("streams:\n  - " + stream + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("agent.yaml:2: " + complaint);
    }

    @Test
    void read_pushWithoutTheLocalApi_isRefused() {
        assertThatThrownBy(() -> read(MINIMAL.replace("folder: /var/lib/line", "push: http")))
                .hasMessageContaining(
                        "stream 'line' takes images by the local API, which is off; add 'serve: {port: 8000}'");
    }

    @Test
    void read_twoStreamsOfOneName_isRefused() {
        assertThatThrownBy(() -> read(MINIMAL + MINIMAL.substring(MINIMAL.indexOf('\n') + 1)))
                .hasMessageContaining("two streams are named 'line'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | empty",
                "streams: []   | at least one stream",
                "streams: [    | not YAML",
                "a: *b         | not YAML",
                "[1, 2]        | expected keys and values",
            })
    void read_notAConfiguration_saysSo(String text, String complaint) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ConfigException.class).hasMessageContaining(complaint);
    }

    @Test
    void read_endlessFile_isNotTakenIntoMemory() {
        assertThatThrownBy(() -> AgentConfig.read(Path.of("/dev/zero")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void read_listThatHoldsItself_isRefused() {
        assertThatThrownBy(() -> read("streams: &loop\n  - *loop\n")).isInstanceOf(ConfigException.class);
    }

    @Test
    void read_deepNesting_isRefused() {
        assertThatThrownBy(() -> read("streams: " + "[".repeat(50_000))).isInstanceOf(ConfigException.class);
    }

    @Test
    void read_bytesThatAreNoText_saysSo() throws Exception {
        Path file = Files.write(folder.resolve("agent.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0x31});

        assertThatThrownBy(() -> AgentConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void read_missingFile_isAnIoError() {
        assertThatThrownBy(() -> AgentConfig.read(folder.resolve("none.yaml"))).isInstanceOf(NoSuchFileException.class);
    }

    private AgentConfig read(String yaml) throws IOException, ConfigException {
        return AgentConfig.read(Files.writeString(folder.resolve("agent.yaml"), yaml));
    }
}
