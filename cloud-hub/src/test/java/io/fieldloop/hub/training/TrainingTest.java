package io.fieldloop.hub.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.datasets.TestDataset;
import io.fieldloop.hub.registry.Evaluation;
import io.fieldloop.hub.registry.FashionModel;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.hub.registry.Version;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.dataset.FashionMnist;
import io.fieldloop.models.dataset.LabelledImages;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The loop from labels to a better version, on real photographs. */
@ExtendWith(SharedHub.class)
class TrainingTest {
    private final TestHub hub;
    private final Training training;
    private final Registry registry;
    private final Jdbi jdbi;

    TrainingTest(TestHub hub) {
        this.hub = hub;
        this.training = hub.part(Training.class);
        this.registry = hub.part(Registry.class);
        this.jdbi = hub.part(Jdbi.class);
    }

    @Test
    void retraining_onLabelledFieldImages_makesAVersionThatIsBetterThereAndGoodInTheLab() throws Exception {
        LabelledImages photographs = FashionMnist.test(TestAssets.cacheWith(FashionMnist.ASSET));
        var model = new FashionModel(hub);
        ModelRef first = model.register();
        var dataset = new TestDataset(hub, model.name());
        dataset.labImages(photographs, 0, 1_200, model.labels());
        dataset.fieldImages(photographs, 1_200, 600, model.labels());
        Sha256 snapshot = dataset.snapshot();

        Run run = ended(training.start(RunKind.HEAD_RETRAINING, first, snapshot, 7, "tester"));

        assertThat(run.failure()).isNull();
        assertThat(run.state()).isEqualTo("succeeded");
        assertThat(run.version()).isEqualTo(2);
        assertThat(run.progress()).isEqualTo(1);
        Version second = registry.require(new ModelRef(model.name(), 2));
        assertThat(second.lineage().parentVersion()).isEqualTo(1);
        assertThat(second.lineage().snapshot()).isEqualTo(snapshot.hex());
        assertThat(second.lineage().run()).isEqualTo(run.id().toString());
        double fieldBefore = accuracy(first, Evaluation.FIELD);
        double fieldAfter = accuracy(new ModelRef(model.name(), 2), Evaluation.FIELD);
        assertThat(fieldAfter).as("before %s", fieldBefore).isGreaterThan(fieldBefore + 0.1);
        assertThat(accuracy(new ModelRef(model.name(), 2), Evaluation.LAB)).isGreaterThan(0.75);
        Json profile = hub.json(hub.get("/api/v1/models/%s/versions/2/behaviour".formatted(model.name())))
                .at("profile");
        assertThat(profile.text("source")).isEqualTo("field");
        assertThat(profile.text("snapshot")).isEqualTo(snapshot.hex());
        assertThat(profile.number("answers")).isGreaterThan(50);
    }

    @Test
    void retraining_withoutAnImageOfAClass_failsAndNamesIt() throws Exception {
        var model = new FashionModel(hub);
        ModelRef first = model.register();
        var dataset = new TestDataset(hub, model.name());
        dataset.noise("bag", 4);
        dataset.noise("dress", 4);

        Run run = ended(training.start(RunKind.HEAD_RETRAINING, first, dataset.snapshot(), 7, "tester"));

        assertThat(run.state()).isEqualTo("failed");
        assertThat(run.failure()).contains("nothing to learn from for [ankle boot, coat");
    }

    @Test
    void evaluation_withNothingToTestOn_fails() throws Exception {
        var model = new FashionModel(hub);
        ModelRef first = model.register();
        var dataset = new TestDataset(hub, model.name());
        dataset.noise("bag", 4);

        Run run = ended(training.start(RunKind.EVALUATION, first, dataset.snapshotWithoutTest(), 0, "tester"));

        assertThat(run.state()).isEqualTo("failed");
        assertThat(run.failure()).contains("no test item");
    }

    @Test
    void run_thatAHubLeftBehind_isTakenUpAgain_andOneThatKillsEveryHubFails() throws Exception {
        var model = new FashionModel(hub);
        ModelRef first = model.register();
        var dataset = new TestDataset(hub, model.name());
        dataset.noise("bag", 40);
        Sha256 snapshot = dataset.snapshot();

        UUID once = leftBehind(first, snapshot, 1);
        UUID often = leftBehind(first, snapshot, RunQueue.MAX_ATTEMPTS);
        training.start(RunKind.EVALUATION, first, snapshot, 0, "tester"); // wakes the worker, as a start of a hub does

        assertThat(ended(training.require(once)).state()).isEqualTo("succeeded");
        assertThat(ended(training.require(often)).failure()).isEqualTo("the hub went down 3 times during this run");
    }

    @Test
    void run_thatAnotherHubWorksOn_isLeftAlone() throws Exception {
        var model = new FashionModel(hub);
        ModelRef first = model.register();
        var dataset = new TestDataset(hub, model.name());
        dataset.noise("bag", 40);
        Sha256 snapshot = dataset.snapshot();

        try (Handle otherHub = jdbi.open()) {
            UUID taken = leftBehind(first, snapshot, 1, otherHub);
            Run mine = ended(training.start(RunKind.EVALUATION, first, snapshot, 0, "tester"));

            assertThat(mine.state()).isEqualTo("succeeded");
            assertThat(training.require(taken).state()).isEqualTo("running");
            new RunTable(otherHub).unlock(taken);
        }
    }

    @Test
    void run_thatIsCancelledBeforeItBegins_neverBegins() throws Exception {
        var model = new FashionModel(hub);
        ModelRef first = model.register();
        var dataset = new TestDataset(hub, model.name());
        dataset.noise("bag", 40);
        Sha256 snapshot = dataset.snapshot();
        UUID id = UUID.randomUUID();
        jdbi.useHandle(handle -> insert(handle, id, first, snapshot, "queued", 0));

        training.cancel(id, "tester");

        assertThat(training.require(id).state()).isEqualTo("cancelled");
    }

    private UUID leftBehind(ModelRef model, Sha256 snapshot, int attempts) {
        UUID id = UUID.randomUUID();
        jdbi.useHandle(handle -> insert(handle, id, model, snapshot, "running", attempts));
        return id;
    }

    private static UUID leftBehind(ModelRef model, Sha256 snapshot, int attempts, Handle worker) {
        UUID id = UUID.randomUUID();
        new RunTable(worker).tryLock(id);
        insert(worker, id, model, snapshot, "running", attempts);
        return id;
    }

    private static void insert(Handle handle, UUID id, ModelRef model, Sha256 snapshot, String state, int attempts) {
        handle.createUpdate("""
                        INSERT INTO run (id, kind, model, version, snapshot, seed, state, attempts, created_at)
                        VALUES (:id, 'evaluation', :model, :version, :snapshot, 0, :state, :attempts, now())
                        """)
                .bind("id", id)
                .bind("model", model.model())
                .bind("version", model.version())
                .bind("snapshot", snapshot)
                .bind("state", state)
                .bind("attempts", attempts)
                .execute();
    }

    private Run ended(Run run) throws Exception {
        Await.until(
                "the run ends",
                Duration.ofMinutes(3),
                () -> !List.of("queued", "running")
                        .contains(training.require(run.id()).state()));
        return training.require(run.id());
    }

    private double accuracy(ModelRef version, String part) {
        return registry.evaluations(version).stream()
                .filter(e -> e.part().equals(part))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
