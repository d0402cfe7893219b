package io.fieldloop.lab.bench;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fieldloop.agent.process.ResidentMemory;
import io.fieldloop.lab.bench.Bound.AtMost;
import io.fieldloop.lab.bench.Bound.None;
import io.fieldloop.lab.distribution.PackageCommand;
import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.fleet.Waiting;
import io.fieldloop.lab.fleet.Waiting.Answer;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.models.catalogue.AssetCache;
import io.fieldloop.models.catalogue.AssetMissingException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;

/**
 * What the packaged agent costs a device that runs one small model and is connected to a hub by mutual TLS: how long from its start to
 * its first inference, and how much memory. The anchor is a program in C that does nothing but run the model.
 */
final class FootprintBench implements Bench {
    private static final String DEVICE = "footprint-device";
    private static final String ASSET = "text-direction";
    private static final String FILE = "ch_ppocr_mobile_v2.0_cls_infer.onnx";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration AT_REST = Duration.ofSeconds(15);
    private static final Duration LOOK_EVERY = Duration.ofNanos(500_000);
    private static final double MOST_MILLIS = 250;
    private static final double MOST_RESIDENT = 80;
    private static final double MOST_COMPRESSED = 60;
    private static final double MEGABYTE = 1e6;

    /** One start of the agent. */
    private record Start(double millis, double residentAtFirst, double residentAtRest, double anonymousAtRest) {}

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public String about() {
        return "time to the first inference and memory of the packaged agent, with a model and a TLS link";
    }

    @Override
    public List<Row> run(Setting setting) throws IOException, InterruptedException, ProgramException, HubException {
        setting.progress().accept("packaging the agent");
        Path packed = packed(setting.work());
        double compressed = Files.size(packed) / MEGABYTE;
        var child = new Child(setting.work());
        child.run(List.of("tar", "-xzf", packed.toString(), "-C", setting.work().toString()));
        Path program = setting.work()
                .resolve(packed.getFileName().toString().replace(".tar.gz", ""))
                .resolve("bin/fieldloop-agent");
        List<Start> starts = starts(program, setting);
        Timings inC = inC(program, child, setting.work());
        return List.of(
                Row.alone(
                        "start to first inference, least",
                        "ms",
                        starts.stream().mapToDouble(Start::millis).min().orElseThrow(),
                        new AtMost(MOST_MILLIS)),
                Row.alone(
                        "start to first inference, median",
                        "ms",
                        median(starts.stream().map(Start::millis).toList()),
                        new None()),
                Row.against(
                        inC.residentKilobytes() * 1024 / MEGABYTE,
                        "resident after the first inference, median",
                        "MB",
                        median(starts.stream().map(Start::residentAtFirst).toList()),
                        new None()),
                Row.against(
                        inC.residentKilobytes() * 1024 / MEGABYTE,
                        "resident at rest, connected, median",
                        "MB",
                        median(starts.stream().map(Start::residentAtRest).toList()),
                        new AtMost(MOST_RESIDENT)),
                Row.alone(
                        "of that not backed by files, median",
                        "MB",
                        median(starts.stream().map(Start::anonymousAtRest).toList()),
                        new None()),
                Row.alone("compressed image", "MB", compressed, new AtMost(MOST_COMPRESSED)));
    }

    private static Path packed(Path work) throws IOException {
        Path folder = work.resolve("packages");
        if (new CommandLine(new PackageCommand()).execute("agent", "--out", folder.toString()) != 0) {
            throw new IOException("the agent could not be packaged");
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.tar.gz")) {
            return files.iterator().next();
        }
    }

    private static List<Start> starts(Path program, Setting setting)
            throws IOException, InterruptedException, ProgramException, HubException {
        List<Start> starts = new ArrayList<>();
        try (Fleet fleet = Fleet.start(setting.work().resolve("fleet"), Fleet.Ports.free())) {
            Path answers = setting.work().resolve("answers.jsonl");
            var waiting = new Waiting(fleet, LIMIT, line -> {});
            deploy(fleet, program, answers, waiting);
            for (int round = 0; round < setting.rounds(); round++) {
                setting.progress().accept("start %d of %d".formatted(round + 1, setting.rounds()));
                starts.add(start(fleet, program, answers, waiting));
            }
        }
        return starts;
    }

    private static void deploy(Fleet fleet, Path program, Path answers, Waiting waiting)
            throws IOException, InterruptedException, ProgramException, HubException {
        register(fleet.hub());
        fleet.enrol(DEVICE, Map.of(), """
                streams:
                  - name: lines
                    model: direction
                    source: {folder: "%s", every: 2ms, after: delete}
                    sinks:
                      - {file: "%s"}
                soak: {inferences: 5, at-most: 1s}
                """.formatted(fleet.frames(DEVICE), answers));
        Program agent = fleet.startInstalled(DEVICE, program, Map.of());
        waiting.untilRolledOut("direction", DEVICE);
        agent.stop(LIMIT);
    }

    private static void register(HubClient hub) throws IOException, InterruptedException, HubException {
        hub.put(
                "/api/v1/models/direction",
                Map.of(
                        "description",
                        "Which way up a line of text is",
                        "task",
                        "image-classification",
                        "labels",
                        List.of("upright", "upside-down"),
                        "metric",
                        "accuracy",
                        "floor",
                        0.0,
                        "maxLatencyMicros",
                        1_000_000,
                        "maxMemoryBytes",
                        512L << 20,
                        "maxSizeBytes",
                        1 << 20));
        hub.post(
                "/api/v1/models/direction/versions",
                Map.of(
                        "variants", List.of(Map.of("name", "onnx-fp32", "format", "onnx", "file", hub.blob(model()))),
                        "preprocessing",
                                Map.of(
                                        "width",
                                        192,
                                        "height",
                                        48,
                                        "colour",
                                        "rgb",
                                        "layout",
                                        "nchw",
                                        "fit",
                                        "stretch",
                                        "scale",
                                        1.0,
                                        "mean",
                                        List.of(0.5, 0.5, 0.5),
                                        "deviation",
                                        List.of(0.5, 0.5, 0.5)),
                        "postprocessing",
                                Map.of(
                                        "type", "top-classes",
                                        "output", "softmax_0.tmp_0",
                                        "activation", "none",
                                        "count", 2),
                        "goldens", List.of(),
                        "limits", Map.of("latencyMicros", 1_000_000, "memoryBytes", 512L << 20),
                        "origin", "the asset " + ASSET));
    }

    /** From the start of the program to the line that tells of the first image; then until it is at rest, and connected. */
    private static Start start(Fleet fleet, Path program, Path answers, Waiting waiting)
            throws IOException, InterruptedException, HubException {
        Files.deleteIfExists(answers);
        Files.write(fleet.frames(DEVICE).resolve("line.png"), line().toArray());
        long begun = System.nanoTime();
        Program agent = fleet.startInstalled(DEVICE, program, Map.of());
        while (!Files.exists(answers) || Files.size(answers) == 0) {
            if (!agent.isRunning() || System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new IOException("the agent gave no answer" + agent.tail());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        double millis = (System.nanoTime() - begun) / 1e6;
        double first = ResidentMemory.bytes(agent.processId()).orElseThrow() / MEGABYTE;
        waiting.until("the link of the agent", () -> {
            String state =
                    fleet.hub().get("/api/v1/devices/" + DEVICE).path("state").asText();
            return new Answer(state.equals("online"), MissingNode.getInstance(), "the device is " + state);
        });
        TimeUnit.MILLISECONDS.sleep(AT_REST.toMillis());
        double rest = ResidentMemory.bytes(agent.processId()).orElseThrow() / MEGABYTE;
        double anonymous = ResidentMemory.anonymousBytes(agent.processId()).orElseThrow() / MEGABYTE;
        fleet.stop(DEVICE);
        return new Start(millis, first, rest, anonymous);
    }

    private static Timings inC(Path program, Child child, Path work) throws IOException, InterruptedException {
        Path library = program.resolveSibling("../lib/native/libonnxruntime.so").normalize();
        List<String> tensors = InferenceBench.tensors(ModelFormat.ONNX, model(), List.of("1,3,48,192"));
        return CompiledLoop.of("onnx_loop", library, child, work).run(child, model(), 1, 1, tensors);
    }

    private static Path model() throws IOException {
        try {
            return AssetCache.ofUser().file(ASSET, FILE);
        } catch (AssetMissingException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Bytes line() throws IOException {
        var random = new Random(1);
        return ImageWriter.png(
                new Image(192, 48, random.ints(192 * 48, 0, 0x1000000).toArray()));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
