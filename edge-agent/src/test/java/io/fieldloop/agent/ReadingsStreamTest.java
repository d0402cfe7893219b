package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.CaptureRule.Outlier;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.MediaPolicy;
import io.fieldloop.agent.capture.MediaPolicy.ReadingsForm;
import io.fieldloop.agent.capture.MediaPolicy.SoundForm;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.Requests;
import io.fieldloop.agent.health.Behaviours;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.link.LocalLinks;
import io.fieldloop.agent.process.SystemUptime;
import io.fieldloop.agent.sink.Sink;
import io.fieldloop.agent.sink.SinkSettings.LineFileSettings;
import io.fieldloop.agent.source.CommandOutput.Csv;
import io.fieldloop.agent.source.CommandSettings;
import io.fieldloop.agent.source.Source;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.TestPackages;
import io.fieldloop.models.readings.ShuttleReadings;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sensors of a space shuttle that a process tells line by line, to a model that has learnt its states. */
@Timeout(60)
final class ReadingsStreamTest {
    private static final StreamName SHUTTLE = new StreamName("shuttle");
    private static final int ROWS = 400;
    private static final int BROKEN = 317;

    @TempDir
    private Path folder;

    @Test
    void sensorThatLeavesItsRange_isCapturedAmongOthers_andEachWindowIsAnswered() throws Exception {
        Path file = Files.writeString(folder.resolve("shuttle.csv"), readings());
        var command = new CommandSettings(
                List.of("/bin/sh", "-c", "cat '%s'; sleep 1000".formatted(file)), new Csv(4, 2, false));
        var settings = new CaptureSettings(
                List.of(new Outlier("V1", 20)),
                Optional.empty(),
                new MediaPolicy(OptionalInt.empty(), SoundForm.AS_IS, ReadingsForm.ZSTD));
        Path told = folder.resolve("told.jsonl");
        var random = new Random(1);
        try (var pool = new InferencePool(new ModelName("shuttle"), 1, 1);
                Outbox outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1 << 20, 0), random)) {
            pool.swap(pool.standBy(LoadedModel.load(
                    TestPackages.shuttle(Files.createDirectory(folder.resolve("model"))),
                    Runtimes.available(),
                    LoadOptions.DEFAULT)));
            var capturing = new Capturing(
                    SHUTTLE,
                    () -> settings,
                    new Capturing.Models(pool::bring, Map.of()),
                    random,
                    Requests.open(folder.resolve("requests")),
                    outbox,
                    SystemUptime.ofMachine());
            var behaviours = Behaviours.open(
                    folder.resolve("behaviour"), Duration.ofMinutes(5), Optional.empty(), Clock.systemUTC(), random);
            var links = new LocalLinks(new DeviceId("shuttle"), _ -> {
                throw new AssertionError("there is no broker");
            });
            try (Sink sink = Sink.open(new LineFileSettings(told, 1 << 20), links, random);
                    var pipeline = new Pipeline(
                            Source.open(command, SHUTTLE, links),
                            pool,
                            behaviours.of(SHUTTLE),
                            capturing,
                            List.of(sink),
                            Clock.systemUTC())) {
                pipeline.start();
                Wait.until("every window is answered", () -> lines(told).size() == ROWS / 2 - 1);
                assertThat(pipeline.skipped()).isZero();
            }
        }

        assertThat(right(lines(told))).isGreaterThan(0.9);
        assertThat(samples())
                .hasSize(2)
                .allMatch(sample -> sample.contains("text/csv+zstd") && sample.contains("outlier"));
    }

    /** Real ones, but for one that no sensor gives. It is in two windows. */
    private static String readings() throws Exception {
        List<String> lines =
                new ArrayList<>(ShuttleReadings.load().csv(0, ROWS).lines().toList());
        lines.set(1 + BROKEN, lines.get(1 + BROKEN).replaceFirst("[^,]*", "99999"));
        return String.join("\n", lines) + "\n";
    }

    /** Which share of the windows was told the state of its last row. */
    private static double right(List<String> answers) throws Exception {
        int[] states = ShuttleReadings.load().states(0, ROWS);
        int right = 0;
        for (int window = 0; window < answers.size(); window++) {
            String state = ShuttleReadings.STATES.get(states[2 * window + 3]);
            right += answers.get(window).contains("\"classes\":[{\"label\":\"%s\"".formatted(state)) ? 1 : 0;
        }
        return (double) right / answers.size();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> samples() throws Exception {
        List<String> samples = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT body FROM sample")) {
            while (rows.next()) {
                samples.add(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1));
            }
        }
        return samples;
    }
}
