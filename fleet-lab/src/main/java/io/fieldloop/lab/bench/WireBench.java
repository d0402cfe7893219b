package io.fieldloop.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.lab.bench.Bound.AtMost;
import io.fieldloop.lab.fleet.CountingRelay;
import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.fleet.Noise;
import io.fieldloop.lab.fleet.NoiseModel;
import io.fieldloop.lab.fleet.Waiting;
import io.fieldloop.lab.fleet.Waiting.Answer;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What a device sends and receives over TCP by its link to the hub: on a day on which it sees nothing, and for each sample. The
 * anchor says the same at the same time as plain JSON over MQTT and TLS.
 */
final class WireBench implements Bench {
    private static final String MODEL = "noise";
    private static final String DEVICE = "wire-device";
    private static final String LISTENER = "wire.listener";
    private static final String SPEAKER = "wire.speaker";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final int LISTENS_AT_A_TIME = 500;
    private static final int IDLE_SECONDS = 180;
    private static final int SMALL_SAMPLES = 500;
    private static final int LARGE_SAMPLES = 100;
    private static final int LARGE_SIDE = 82;
    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();
    private static final double MEGABYTE = 1e6;

    /** Bytes on both links, and what the hub has, at one moment. */
    private record Standing(long nanos, long ours, long plain, long stored) {}

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public String about() {
        return "bytes between a device and its hub, against the same as plain JSON over MQTT";
    }

    @Override
    public List<Row> run(Setting setting) throws IOException, InterruptedException, ProgramException, HubException {
        Path folder = setting.work().resolve("fleet");
        try (Fleet fleet = Fleet.start(folder, Fleet.Ports.free());
                var ours = CountingRelay.to(fleet.ports().mqtt());
                var plain = CountingRelay.to(fleet.ports().mqtt());
                PlainEcho echo = echo(fleet, issueKeys(fleet, setting.work()), plain)) {
            return new Session(setting, fleet, ours, plain, echo).measure();
        }
    }

    private static Path issueKeys(Fleet fleet, Path work) throws IOException, ProgramException, InterruptedException {
        Path keys = work.resolve("keys");
        new Programs(Programs.root(), work.resolve("logs"))
                .issueKeys(fleet.hubData(), keys, List.of(LISTENER, SPEAKER));
        return keys;
    }

    private static PlainEcho echo(Fleet fleet, Path keys, CountingRelay plain)
            throws IOException, InterruptedException {
        var hearing = new Hearing(
                List.of("fieldloop/v1/d/" + DEVICE + "/+", "fieldloop/v1/d/" + DEVICE + "/samples/+"),
                Hearing.NOTHING.maxMessageBytes(),
                LISTENS_AT_A_TIME);
        var echo = new PlainEcho(
                new IssuedKey(keys, LISTENER).link(fleet.ports().mqtt(), KEEP_ALIVE, hearing),
                new IssuedKey(keys, SPEAKER).link(plain.port(), KEEP_ALIVE, Hearing.NOTHING));
        echo.start();
        return echo;
    }

    /** One device, connected through a relay, and its echo. */
    private record Session(Setting setting, Fleet fleet, CountingRelay ours, CountingRelay plain, PlainEcho echo) {
        List<Row> measure() throws IOException, InterruptedException, ProgramException, HubException {
            start();
            int seconds = setting.repetitions(IDLE_SECONDS, 10);
            setting.progress().accept("nothing to do for %d s".formatted(seconds));
            Standing before = standing();
            TimeUnit.SECONDS.sleep(seconds);
            Standing idle = standing();
            List<Row> rows = new ArrayList<>();
            double days = (idle.nanos - before.nanos) / 1e9 / SECONDS_A_DAY;
            double plainPerDay = (idle.plain - before.plain) / days;
            double oursPerDay = (idle.ours - before.ours) / days;
            rows.add(Row.against(
                    plainPerDay / MEGABYTE,
                    "a day with nothing to see",
                    "MB",
                    oursPerDay / MEGABYTE,
                    new AtMost(plainPerDay / MEGABYTE)));
            rows.add(perSample(Noise.SIDE, setting.repetitions(SMALL_SAMPLES, 20), oursPerDay, plainPerDay));
            rows.add(perSample(LARGE_SIDE, setting.repetitions(LARGE_SAMPLES, 10), oursPerDay, plainPerDay));
            return rows;
        }

        private void start() throws IOException, InterruptedException, ProgramException, HubException {
            new NoiseModel(fleet.hub(), MODEL, setting.work()).register();
            fleet.enrol(DEVICE, Map.of(), """
                    streams:
                      - name: line
                        model: noise
                        source: {folder: "%s", every: 1ms, after: delete}
                        capture:
                          - {rule: random, share: 1.0}
                    soak: {inferences: 1, at-most: 1s}
                    """.formatted(fleet.frames(DEVICE)));
            redirect(setting.work().resolve("fleet").resolve(DEVICE).resolve("data/identity/admission.json"));
            fleet.start(DEVICE);
            new Waiting(fleet, LIMIT, line -> {}).untilRolledOut(MODEL, DEVICE);
        }

        /** Has the device reach the broker through the relay. */
        private void redirect(Path admission) throws IOException {
            JsonMapper json = JsonMapper.builder().build();
            ObjectNode document = (ObjectNode) json.readTree(Files.readAllBytes(admission));
            document.put("mqttPort", ours.port());
            Files.write(admission, json.writeValueAsBytes(document));
        }

        /** What each of so many images adds to what goes over the links anyway. */
        private Row perSample(int side, int count, double oursPerDay, double plainPerDay)
                throws IOException, InterruptedException, HubException {
            var random = new SplittableRandom(side);
            long mediaBytes = 0;
            Standing before = standing();
            long said = echo.said();
            for (int i = 0; i < count; i++) {
                byte[] image = Noise.image(random, side).toArray();
                mediaBytes += image.length;
                see(image, i);
            }
            setting.progress().accept("%d images".formatted(count));
            new Waiting(fleet, LIMIT, line -> {}).until("the samples", () -> {
                Standing now = standing();
                boolean done = now.stored - before.stored >= count && echo.said() - said >= count;
                return new Answer(done, MissingNode.getInstance(), now.toString());
            });
            Standing after = standing();
            double days = (after.nanos - before.nanos) / 1e9 / SECONDS_A_DAY;
            double oursEach = (after.ours - before.ours - oursPerDay * days) / count;
            double plainEach = (after.plain - before.plain - plainPerDay * days) / count;
            String what = "a sample with an image of %d B".formatted(mediaBytes / count);
            return Row.against(plainEach, what, "B", oursEach, new AtMost(plainEach));
        }

        private void see(byte[] image, int number) throws IOException {
            Path part = setting.work().resolve("image.part");
            Files.write(part, image);
            Files.move(
                    part,
                    fleet.frames(DEVICE).resolve("%d-%d.png".formatted(image.length, number)),
                    StandardCopyOption.ATOMIC_MOVE);
        }

        private Standing standing() throws IOException, InterruptedException, HubException {
            JsonNode device = fleet.hub().get("/api/v1/devices/" + DEVICE);
            return new Standing(
                    System.nanoTime(),
                    ours.bytes(),
                    plain.bytes(),
                    device.path("ledger").path("stored").asLong());
        }
    }
}
