package io.fieldloop.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fieldloop.lab.demo.DemoReport.Rollout;
import io.fieldloop.lab.demo.DemoReport.Samples;
import io.fieldloop.lab.demo.DemoReport.Snapshot;
import io.fieldloop.lab.demo.DemoReport.Stream;
import io.fieldloop.lab.demo.DemoReport.Version;
import io.fieldloop.lab.demo.FieldImages.Labelled;
import io.fieldloop.lab.fleet.Feed;
import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.fleet.Waiting;
import io.fieldloop.lab.fleet.Waiting.Answer;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.ProgramException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The loop once round. Its methods, top to bottom, are the story. */
final class Demo {
    /**
     * What may be chosen.
     *
     * @param seed of the corruption, the order and the split
     * @param labelByHand whether a person labels instead of the scripted annotator
     * @param lineCameras the devices that see clothes
     * @param framesPerCamera how many pictures each of them sees
     * @param labImages how many clean images are the anchor
     * @param photographs whether there is a photo camera besides
     */
    record Settings(
            long seed,
            boolean labelByHand,
            List<String> lineCameras,
            int framesPerCamera,
            int labImages,
            boolean photographs) {
        Settings {
            lineCameras = List.copyOf(lineCameras);
        }

        /** What {@code fieldloop demo} shows. */
        static Settings ofDemo(long seed, boolean labelByHand) {
            return new Settings(seed, labelByHand, List.of("line-camera-1", "line-camera-2"), 2_400, 5_000, true);
        }
    }

    private static final String PHOTO_CAMERA = "photo-camera-1";
    private static final double TEST_SHARE = 0.25;
    /** What passes each camera between two looks at a rollout. */
    private static final int FRAMES_A_LOOK = 10;

    private static final Duration PERSON_LIMIT = Duration.ofHours(12);
    private static final Duration STEP_LIMIT = Duration.ofMinutes(4);

    private final Fleet fleet;
    private final HubClient hub;
    private final Narrator narrator;
    private final Settings settings;
    private final Stock stock;
    private final List<Rollout> rollouts = new ArrayList<>();
    private final Map<String, String> truth = new HashMap<>();
    private final Map<String, Feed> feeds = new LinkedHashMap<>();
    private final Waiting waiting;
    private long labels;

    Demo(Fleet fleet, Narrator narrator, Settings settings, Stock stock) {
        this.fleet = fleet;
        this.hub = fleet.hub();
        this.narrator = narrator;
        this.settings = settings;
        this.stock = stock;
        this.waiting = new Waiting(fleet, STEP_LIMIT, line -> narrator.progress("%s", line));
    }

    DemoReport run() throws IOException, InterruptedException, HubException, ProgramException {
        registerModels();
        enrolDevices();
        rollOut("fashion", 1, settings.lineCameras(), List.of(Map.of()));
        if (settings.photographs()) {
            rollOut("photo", 1, List.of(PHOTO_CAMERA), List.of(Map.of()));
        }
        showTheField();
        labelWhatWasCaptured();
        JsonNode snapshot = takeSnapshot();
        int better = retrain(snapshot.path("id").asText());
        Instant begin = Clock.systemUTC().instant();
        rollOut("fashion", better, settings.lineCameras(), oneThenTheRest());
        narrator.say("the cameras went on all the while; what they saw is counted now");
        waiting.until("the way of the last samples to the hub", this::samplesIfAllStored);
        List<Stream> streams = new Streams(hub).since(begin, feeds);
        fleet.stopAgents();
        return report(snapshot, streams);
    }

    private List<Map<String, Integer>> oneThenTheRest() {
        return settings.lineCameras().size() == 1 ? List.of(Map.of()) : List.of(Map.of("count", 1), Map.of());
    }

    private void registerModels() throws IOException, InterruptedException, HubException {
        narrator.chapter("Models, each with a brief");
        stock.registerFashion(hub);
        narrator.say("fashion version 1: classifies clothes, a small CNN as ONNX");
        if (settings.photographs()) {
            stock.registerPhoto(hub);
            narrator.say("photo version 1: finds objects, SSD MobileNetV2 as TFLite");
        }
    }

    private void enrolDevices() throws IOException, InterruptedException, HubException, ProgramException {
        narrator.chapter("Devices, each with a certificate of its own");
        for (String camera : settings.lineCameras()) {
            add(camera, "line", "fashion");
        }
        if (settings.photographs()) {
            add(PHOTO_CAMERA, "photos", "photo");
        }
    }

    private void add(String device, String stream, String model)
            throws IOException, InterruptedException, HubException, ProgramException {
        String configuration = stock.configuration(stream, model, fleet.frames(device));
        fleet.enrol(device, Map.of("stream", stream), configuration);
        fleet.start(device);
        narrator.say("%s enrolled and started", device);
    }

    private void rollOut(String model, int version, List<String> devices, List<Map<String, Integer>> waves)
            throws IOException, InterruptedException, HubException {
        narrator.chapter("Rollout of %s version %d in %d wave(s)".formatted(model, version, waves.size()));
        double start = narrator.seconds();
        String id = hub.post(
                        "/api/v1/rollouts",
                        Map.of("model", model, "version", version, "devices", devices, "waves", waves))
                .path("id")
                .asText();
        JsonNode rollout = waiting.until("rollout", () -> {
            for (Feed feed : feeds.values()) {
                feed.showAgain(FRAMES_A_LOOK);
            }
            return rolloutIfEnded(id);
        });
        double seconds = narrator.seconds() - start;
        String state = rollout.path("state").asText();
        rollouts.add(new Rollout(id, state, seconds));
        if (!state.equals("succeeded")) {
            throw new IOException("rollout %s of %s version %d is %s: %s"
                    .formatted(id, model, version, state, rollout.path("reason").asText()));
        }
        narrator.say("every device serves %s version %d after %.1f s", model, version, seconds);
    }

    private Answer rolloutIfEnded(String id) throws IOException, InterruptedException, HubException {
        JsonNode rollout = hub.get("/api/v1/rollouts/" + id);
        List<String> stages = new ArrayList<>();
        rollout.path("waves")
                .forEach(wave -> wave.path("devices")
                        .forEach(device -> stages.add(device.path("deviceId").asText() + " "
                                + device.path("stage").asText("waits"))));
        boolean ended = !rollout.path("state").asText().equals("running");
        return new Answer(ended, rollout, String.join(", ", stages));
    }

    private void showTheField() throws IOException, InterruptedException, HubException {
        narrator.chapter("The field: what the cameras see is not what the lab saw");
        for (int i = 0; i < settings.lineCameras().size(); i++) {
            String camera = settings.lineCameras().get(i);
            Corruption corruption =
                    Corruption.ofCamera(settings.seed() * settings.lineCameras().size() + i);
            List<Labelled> images = stock.images().field(settings.framesPerCamera(), corruption);
            images.forEach(image -> truth.put(image.digest().hex(), image.label()));
            feeds.put(
                    camera,
                    new Feed(
                            fleet.frames(camera),
                            images.stream().map(Labelled::png).toList()));
            narrator.say("%s: %s", camera, corruption);
        }
        if (settings.photographs()) {
            stock.showPhotographs(fleet.frames(PHOTO_CAMERA));
        }
        waiting.until("showing images to the cameras", () -> {
            boolean all = true;
            for (Feed feed : feeds.values()) {
                all &= feed.showMore();
            }
            long shown = feeds.values().stream().mapToLong(Feed::shown).sum();
            return new Answer(all, MissingNode.getInstance(), shown + " images shown to the cameras");
        });
        narrator.say("each camera saw %d images", settings.framesPerCamera());
        waiting.until("the way of the samples to the hub", this::samplesIfAllStored);
    }

    private Answer samplesIfAllStored() throws IOException, InterruptedException, HubException {
        long shown = 0;
        long inferences = 0;
        for (Map.Entry<String, Feed> feed : feeds.entrySet()) {
            JsonNode vitals = hub.get("/api/v1/devices/" + feed.getKey()).path("vitals");
            shown += feed.getValue().shown();
            inferences += vitals.path("inferences").asLong();
            inferences +=
                    vitals.path("skipped").asLong() + vitals.path("failed").asLong();
        }
        Samples samples = samples();
        return new Answer(
                inferences >= shown && samples.queued() == 0 && samples.addUp(),
                MissingNode.getInstance(),
                "%d inferences, %d samples captured, %d acknowledged, %d queued"
                        .formatted(inferences, samples.captured(), samples.acknowledged(), samples.queued()));
    }

    private void labelWhatWasCaptured() throws IOException, InterruptedException, HubException {
        narrator.chapter(
                settings.labelByHand() ? "Labels, given by hand" : "Labels, given by a script that knows the truth");
        if (settings.labelByHand()) {
            narrator.say("open %s and choose Label; press Enter here when it is enough", fleet.pages());
            new Waiting(fleet, PERSON_LIMIT, line -> narrator.progress("%s", line))
                    .until("labelling by hand", this::labelledByHand);
        } else {
            var annotator = new ScriptedAnnotator(hub, "fashion", truth);
            waiting.until(
                    "labelling",
                    () -> new Answer(
                            annotator.work() == 0, MissingNode.getInstance(), annotator.labelled() + " labelled"));
        }
        labels =
                hub.get("/api/v1/models/fashion/tasks/summary").path("labelled").asLong();
        narrator.say("%d samples labelled through the labelling API", labels);
    }

    /** It is over when a person has pressed Enter, or when nothing is left. */
    private Answer labelledByHand() throws IOException, InterruptedException, HubException {
        JsonNode summary = hub.get("/api/v1/models/fashion/tasks/summary");
        long left = summary.path("open").asLong() + summary.path("claimed").asLong();
        long done = summary.path("labelled").asLong() + summary.path("skipped").asLong();
        return new Answer(
                left == 0 || System.in.available() > 0,
                summary,
                "%d of %d labelled, %s/label/fashion".formatted(done, done + left, fleet.address()));
    }

    private JsonNode takeSnapshot() throws IOException, InterruptedException, HubException {
        narrator.chapter("A dataset that never changes");
        hub.put("/api/v1/datasets/clothes", Map.of("model", "fashion", "description", "Clothes from lab and field"));
        Path zip = stock.labImages(settings.labImages());
        JsonNode imported = hub.upload("/api/v1/datasets/clothes/imports?origin=lab", zip, "application/zip");
        narrator.say(
                "%d clean images of the lab imported as anchor",
                imported.path("imported").asLong());
        JsonNode snapshot = hub.post(
                "/api/v1/datasets/clothes/snapshots", Map.of("seed", settings.seed(), "testShare", TEST_SHARE));
        narrator.say(
                "snapshot %.12s…: %d images",
                snapshot.path("id").asText(), snapshot.path("size").asLong());
        for (JsonNode part : snapshot.path("parts")) {
            narrator.say(
                    "  %5s %5s %6d",
                    part.path("origin").asText(),
                    part.path("split").asText(),
                    part.path("count").asLong());
        }
        return snapshot;
    }

    private int retrain(String snapshot) throws IOException, InterruptedException, HubException {
        narrator.chapter("A better head for the same backbone");
        String id = hub.post(
                        "/api/v1/runs",
                        Map.of(
                                "kind",
                                "head-retraining",
                                "model",
                                "fashion",
                                "baseVersion",
                                1,
                                "snapshot",
                                snapshot,
                                "seed",
                                settings.seed()))
                .path("id")
                .asText();
        JsonNode run = waiting.until("training", () -> runIfEnded(id));
        if (!run.path("state").asText().equals("succeeded")) {
            throw new IOException("training run %s %s: %s"
                    .formatted(
                            id, run.path("state").asText(), run.path("failure").asText()));
        }
        int version = run.path("version").asInt();
        for (Version known : versions()) {
            narrator.say(
                    "fashion version %d: %.1f %% in the lab, %.1f %% in the field",
                    known.version(), 100 * known.lab(), 100 * known.field());
        }
        return version;
    }

    private Answer runIfEnded(String id) throws IOException, InterruptedException, HubException {
        JsonNode run = hub.get("/api/v1/runs/" + id);
        boolean ended = !List.of("queued", "running").contains(run.path("state").asText());
        return new Answer(
                ended,
                run,
                "%3.0f %%  %s"
                        .formatted(
                                100 * run.path("progress").asDouble(),
                                run.path("step").asText()));
    }

    private DemoReport report(JsonNode snapshot, List<Stream> streams)
            throws IOException, InterruptedException, HubException {
        List<JsonNode> devices = hub.getAll("/api/v1/devices");
        long inferences = 0;
        long wireBytes = 0;
        for (JsonNode device : devices) {
            JsonNode vitals = device.path("vitals");
            inferences += vitals.path("inferences").asLong();
            wireBytes += vitals.path("bytesSent").asLong()
                    + vitals.path("bytesReceived").asLong();
        }
        return new DemoReport(
                settings.seed(),
                devices.size(),
                inferences,
                samples(),
                labels,
                new Snapshot(snapshot.path("id").asText(), snapshot.path("size").asLong()),
                versions(),
                rollouts,
                streams,
                wireBytes,
                narrator.seconds());
    }

    private Samples samples() throws IOException, InterruptedException, HubException {
        var sum = new Samples(0, 0, 0, 0);
        for (JsonNode device : hub.getAll("/api/v1/devices")) {
            JsonNode ledger = device.path("ledger");
            sum = new Samples(
                    sum.captured() + ledger.path("captured").asLong(),
                    sum.acknowledged() + ledger.path("acknowledged").asLong(),
                    sum.queued() + ledger.path("queued").asLong(),
                    sum.evicted() + ledger.path("evicted").asLong());
        }
        return sum;
    }

    private List<Version> versions() throws IOException, InterruptedException, HubException {
        List<Version> versions = new ArrayList<>();
        for (JsonNode version : hub.get("/api/v1/models/fashion").path("versions")) {
            versions.add(new Version(
                    "fashion", version.path("version").asInt(), accuracy(version, "lab"), accuracy(version, "field")));
        }
        versions.sort(Comparator.comparingInt(Version::version));
        return versions;
    }

    private static double accuracy(JsonNode version, String part) throws IOException {
        for (JsonNode evaluation : version.path("evaluations")) {
            if (evaluation.path("part").asText().equals(part)) {
                return evaluation.path("value").asDouble();
            }
        }
        throw new IOException("version %d was not evaluated in the %s"
                .formatted(version.path("version").asInt(), part));
    }
}
