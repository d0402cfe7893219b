package io.fieldloop.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.fleet.Fleet.Broker;
import io.fieldloop.lab.fleet.NoiseModel;
import io.fieldloop.lab.fleet.Waiting;
import io.fieldloop.lab.fleet.Waiting.Answer;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import io.fieldloop.lab.simulation.SimulationReport.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A fleet under faults, from its first model to its verdict. One thread. */
final class Simulation implements AutoCloseable {
    /**
     * What may be chosen.
     *
     * @param broker which one the hub has
     * @param events how many faults shall come to pass
     * @param faults of which kinds
     * @param seed of everything that is by chance
     */
    record Settings(int devices, Broker broker, int events, Set<Fault> faults, long seed) {
        Settings {
            faults = Set.copyOf(faults);
            if (broker == Broker.OWN && faults.contains(Fault.BROKER_KILLED)) {
                throw new IllegalArgumentException(
                        "the fault %s needs a broker beside the hub".formatted(Fault.BROKER_KILLED));
            }
            if (devices < 1 || events < 1 || faults.isEmpty()) {
                throw new IllegalArgumentException("there must be devices, events and faults");
            }
        }
    }

    private static final String MODEL = "simulated";
    private static final int DEVICES_A_WAVE = 10;
    private static final int EVENTS_BETWEEN_CHECKPOINTS_A_DEVICE = 5;
    private static final int LEAST_EVENTS_BETWEEN_CHECKPOINTS = 100;
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration SETTLING = Duration.ofMinutes(4);
    private static final long LOOK_MILLIS = 1_000;
    private static final int CALM_LOOKS = 5;

    private static final String CONFIGURATION = """
            streams:
              - name: line
                model: simulated
                source: {mqtt: "tcp://127.0.0.1:1", topic: frames}
                capture:
                  - {rule: random, share: 1.0}
            outbox: {max-bytes: 1MiB}
            trial: {timeout: 5m, processor-time: 5m}
            soak: {inferences: 3, at-most: 1s, max-failures: 1000, max-slowdown: 1000, max-drift: 1}
            link: {keep-alive: 10s, receipt-patience: 4s}
            vitals: {every: 2s}
            """;

    private final Settings settings;
    private final Path folder;
    private final Fleet fleet;
    private final Disks disks;
    private final Hosts hosts;
    private final Inspector inspector;
    private final Consumer<String> progress;
    private final Waiting waiting;
    private final NoiseModel model;
    private final List<Violation> violations = new ArrayList<>();
    private final long start = System.nanoTime();

    private Simulation(Settings settings, Path folder, Disks disks, Fleet fleet, Consumer<String> progress) {
        this.settings = settings;
        this.folder = folder;
        this.fleet = fleet;
        this.disks = disks;
        this.hosts = Hosts.of(settings.devices(), settings.seed(), folder, disks);
        this.inspector = new Inspector(fleet.hub());
        this.progress = progress;
        this.waiting = new Waiting(fleet, LIMIT, progress);
        this.model = new NoiseModel(fleet.hub(), MODEL, folder);
    }

    /** Starts a hub and as many devices, all of which serve the first version of a model. */
    static Simulation start(Settings settings, Path folder, Consumer<String> progress)
            throws IOException, InterruptedException, HubException, ProgramException {
        Disks disks = disks(settings.faults(), folder);
        Fleet fleet = Fleet.start(folder, Fleet.Ports.free(), settings.broker());
        var simulation = new Simulation(settings, folder, disks, fleet, progress);
        try {
            simulation.prepare();
            return simulation;
        } catch (IOException | InterruptedException | HubException | ProgramException | RuntimeException e) {
            simulation.close();
            throw e;
        }
    }

    /** Small ones only if they are to be filled. */
    private static Disks disks(Set<Fault> faults, Path folder)
            throws IOException, InterruptedException, ProgramException {
        return faults.stream().anyMatch(Fault::fillsDisk)
                ? SmallDisks.start(new Programs(Programs.root(), folder.resolve("logs")), Ballast.LARGEST_DISK_BYTES)
                : new Disks.OfTheMachine();
    }

    private void prepare() throws IOException, InterruptedException, HubException, ProgramException {
        model.register();
        try (var enrolments = new Enrolments(fleet)) {
            for (DeviceFolder device : hosts.devices()) {
                disks.give(device);
                Files.writeString(device.configuration(), CONFIGURATION);
                enrolments.enrol(device);
            }
        }
        progress.accept(settings.devices() + " devices have enrolled");
        hosts.start();
        progress.accept("their agents run");
        String rollout = rollOut(1);
        waiting.until("the first rollout", () -> state(rollout, "succeeded"::equals));
        model.addVersion();
        model.evaluate(2, waiting);
    }

    /** Lets all faults come to pass while a second version is rolled out, and inspects. */
    SimulationReport run() throws IOException, InterruptedException, HubException, ProgramException {
        String rollout = rollOut(2);
        List<FaultEvent> open =
                new ArrayList<>(Schedule.of(settings.seed(), settings.faults(), settings.events(), settings.devices()));
        Faults faults = new Faults(fleet, hosts, inspector, folder);
        int atOnce =
                Math.max(LEAST_EVENTS_BETWEEN_CHECKPOINTS, settings.devices() * EVENTS_BETWEEN_CHECKPOINTS_A_DEVICE);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!open.isEmpty()) {
            faults.strike(open.subList(0, Math.min(atOnce, open.size())));
            hosts.calm();
            Set<Integer> happened = faults.happened();
            if (open.removeIf(event -> happened.contains(event.number()))) {
                end = System.nanoTime() + LIMIT.toNanos();
            } else if (System.nanoTime() > end) {
                throw new IOException("these faults do not come to pass: " + open);
            }
            checkpoint(settings.events() - open.size());
        }
        waiting.until("the second rollout", () -> state(rollout, state -> !state.equals("running")));
        settle();
        return report(settings.events());
    }

    private void checkpoint(int events) throws IOException, InterruptedException, HubException {
        for (DeviceFolder device : hosts.devices()) {
            violations.addAll(inspector.check(device));
        }
        progress.accept("%d of %d faults, %d violations".formatted(events, settings.events(), violations.size()));
    }

    /** Until nothing is on its way, and it is still so after a while: the hub hears late of a device that has just started again. */
    private void settle() throws IOException, InterruptedException, HubException {
        long end = System.nanoTime() + SETTLING.toNanos();
        int calmLooks = 0;
        while (calmLooks < CALM_LOOKS && System.nanoTime() < end) {
            int open = 0;
            for (DeviceFolder device : hosts.devices()) {
                open += inspector.isSettled(device) ? 0 : 1;
            }
            calmLooks = open == 0 ? calmLooks + 1 : 0;
            progress.accept(open + " devices have something on its way");
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** The verdict as things stand now. */
    SimulationReport report(int events) throws IOException, InterruptedException, HubException {
        List<Violation> all = new ArrayList<>(violations);
        Samples samples = Samples.NONE;
        long hubSamples = 0;
        for (DeviceFolder device : hosts.devices()) {
            all.addAll(inspector.checkAtEnd(device));
            samples = samples.plus(inspector.samples(device));
            hubSamples += inspector.hubSamples(device);
        }
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
        return new SimulationReport(settings.devices(), events, all, samples, hubSamples, settings.seed(), seconds);
    }

    private String rollOut(int version) throws IOException, InterruptedException, HubException {
        int waves = (settings.devices() + DEVICES_A_WAVE - 1) / DEVICES_A_WAVE;
        return fleet.hub()
                .post(
                        "/api/v1/rollouts",
                        Map.of(
                                "model",
                                MODEL,
                                "version",
                                version,
                                "devices",
                                hosts.devices().stream().map(DeviceFolder::id).toList(),
                                "waves",
                                Collections.nCopies(waves, Map.of("count", DEVICES_A_WAVE))))
                .path("id")
                .asText();
    }

    private Answer state(String rollout, Predicate<String> wanted)
            throws IOException, InterruptedException, HubException {
        JsonNode found = fleet.hub().get("/api/v1/rollouts/" + rollout);
        String state = found.path("state").asText();
        return new Answer(wanted.test(state), found, "the rollout is " + state);
    }

    @Override
    public void close() {
        hosts.close();
        fleet.close();
        disks.close();
    }
}
