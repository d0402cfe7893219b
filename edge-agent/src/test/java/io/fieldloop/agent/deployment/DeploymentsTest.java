package io.fieldloop.agent.deployment;

import static io.fieldloop.agent.deployment.TestDevice.awaitUntil;
import static io.fieldloop.agent.deployment.TestDevice.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.accelerator.AcceleratorRules;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.agent.accelerator.Policy;
import io.fieldloop.agent.accelerator.Preference;
import io.fieldloop.agent.deployment.TestDevice.Running;
import io.fieldloop.agent.deployment.trial.ChildProbe;
import io.fieldloop.agent.deployment.trial.MeasuredTrial;
import io.fieldloop.agent.deployment.trial.TrialLimits;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.TinyLibraries;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.Offer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DeploymentsTest {
    private static final TestPackage ONE = TestPackage.of(1);
    private static final TestPackage TWO = TestPackage.of(2);
    private static final TestPackage THREE = TestPackage.of(3);

    @TempDir
    Path folder;

    private TestDevice device;

    @BeforeEach
    void prepare() {
        device = new TestDevice(folder);
    }

    private void install(TestPackage... packages) throws Exception {
        try (Running running = device.start()) {
            for (TestPackage one : packages) {
                running.install(one);
            }
        }
    }

    private static void assertRejected(DeploymentReport report, FailureCode code) {
        assertThat(report.failure())
                .as("%s", report)
                .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void offer_firstPackage_servesAndTellsEachStage() throws Exception {
        device.source.add(ONE);
        try (Running running = device.start()) {
            assertThatThrownBy(running::infer).isInstanceOf(NoModelException.class);
            running.desire(offer(ONE));
            device.reports.conclusion(offer(ONE));
            assertThat(running.infer().model()).isEqualTo(ModelRef.of("light", 1));
            assertThat(device.reports.stages(offer(ONE)))
                    .containsExactly(Stage.DOWNLOADING, Stage.VERIFYING, Stage.TRIALLING, Stage.SOAKING, Stage.SERVING);
        }
    }

    @Test
    void offer_again_isAnsweredAgainWithoutAnyWork() throws Exception {
        try (Running running = device.start()) {
            running.install(ONE);
            int calls = device.source.calls();
            running.desire(offer(ONE));
            awaitUntil(() -> device.reports.stages(offer(ONE)).size() == 6);
            assertThat(device.reports.stages(offer(ONE))).endsWith(Stage.SERVING, Stage.SERVING);
            assertThat(device.source.calls()).isEqualTo(calls);
        }
    }

    @Test
    void start_afterAStop_servesTheSameWithoutTheHub() throws Exception {
        install(ONE, TWO);
        int calls = device.source.calls();
        try (Running running = device.start()) {
            running.awaitServing(2);
            assertThat(device.source.calls()).isEqualTo(calls);
        }
    }

    @Test
    void awaitRestored_returnsWhenTheVersionBeforeServes_orNeverWill() throws Exception {
        install(ONE);
        try (Running running = device.start()) {
            running.deployments.awaitRestored(Duration.ofMinutes(1));
            assertThat(running.servingVersion()).isEqualTo(1);
        }
        Files.delete(folder.resolve("packages").resolve(ONE.id().hex()).resolve("manifest.dsse"));
        try (Running running = device.start()) {
            running.deployments.awaitRestored(Duration.ofMinutes(1));
            assertThat(running.servingVersion()).isZero();
        }
    }

    @Test
    void awaitRestored_timeIsOver_returnsAndTheVersionBeforeServesLater() throws Exception {
        install(ONE);
        try (Running running = device.start()) {
            running.deployments.awaitRestored(Duration.ZERO);
            running.awaitServing(1);
        }
    }

    @Test
    void offer_wrongOutput_isRejectedOnceAndTriedAgainOnlyByAHigherAttempt() throws Exception {
        install(ONE);
        TestPackage wrong = TestPackage.wrong(2);
        device.source.add(wrong);
        try (Running running = device.start()) {
            running.desire(offer(wrong));
            assertRejected(device.reports.conclusion(offer(wrong)), FailureCode.TRIAL_OUTPUT_WRONG);
            assertThat(running.servingVersion()).isEqualTo(1);
            int calls = device.source.calls();
            running.desire(offer(wrong));
            awaitUntil(() -> device.reports.stages(offer(wrong)).size() == 5);
            assertThat(device.source.calls()).isEqualTo(calls);
            running.desire(offer(wrong, 2));
            assertRejected(device.reports.conclusion(offer(wrong, 2)), FailureCode.TRIAL_OUTPUT_WRONG);
            assertThat(running.servingVersion()).isEqualTo(1);
        }
        assertThat(device.folder.resolve("packages").toFile().list())
                .containsExactlyInAnyOrder(ONE.id().hex(), "light.active");
    }

    @Test
    void offer_failsInTheSoak_comesBackToTheVersionBeforeWithoutTheHub() throws Exception {
        install(ONE);
        failRunsOf(TWO);
        device.source.add(TWO);
        device.soak = TestDevice.UNTIL_FAILURE;
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            running.awaitServing(2);
            device.source.before(() -> {
                throw new IOException("no network");
            });
            assertThatThrownBy(running::infer).isInstanceOf(ModelException.class);
            DeploymentReport report = device.reports.conclusion(offer(TWO));
            assertRejected(report, FailureCode.SOAK_FAILED);
            assertThat(report.failure().orElseThrow().detail())
                    .contains("of 1 inferences 0 were answered and 1 failed");
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    @Test
    void offer_isMuchSlowerThanTheVersionBefore_comesBackToIt() throws Exception {
        device.runtime.beforeRun(file -> {
            if (TWO.files().containsKey(new Sha256(file.getFileName().toString()))) {
                LockSupport.parkNanos(20_000_000);
            }
        });
        assertComesBack(TWO, "where the version before needed");
    }

    @Test
    void offer_saysTheSameOfEverything_comesBackToTheVersionBefore() throws Exception {
        assertComesBack(TestPackage.stuck(2), "{bright=50} after {");
    }

    /** Both serve images of which every second one is dark. */
    private void assertComesBack(TestPackage worse, String why) throws Exception {
        install(ONE);
        device.source.add(worse);
        device.soak = new Soak(1_000, Duration.ofMinutes(1), 0, 5, 0.4);
        try (Running running = device.start()) {
            running.awaitServing(1);
            inferEverySecondDark(running, 100);
            running.desire(offer(worse));
            running.awaitServing(2);
            inferEverySecondDark(running, 50);
            DeploymentReport report = device.reports.conclusion(offer(worse));
            assertRejected(report, FailureCode.SOAK_FAILED);
            assertThat(report.failure().orElseThrow().detail()).contains(why);
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    private static void inferEverySecondDark(Running running, int images) throws Exception {
        for (int i = 0; i < images; i++) {
            running.pool.infer(new Content.OfImage(TestPackage.image(i % 2 * 255)));
        }
    }

    private void failRunsOf(TestPackage bad) {
        device.runtime.beforeRun(file -> {
            if (bad.files().containsKey(new Sha256(file.getFileName().toString()))) {
                throw new ModelException(Reason.RUN_FAILED, "out of luck");
            }
        });
    }

    @Test
    void offer_firstPackageFailsInTheSoak_servesNothingRatherThanThat() throws Exception {
        failRunsOf(ONE);
        device.source.add(ONE);
        device.soak = TestDevice.UNTIL_FAILURE;
        try (Running running = device.start()) {
            running.desire(offer(ONE));
            running.awaitServing(1);
            assertThatThrownBy(running::infer).isInstanceOf(ModelException.class);
            assertRejected(device.reports.conclusion(offer(ONE)), FailureCode.SOAK_FAILED);
            assertThat(running.servingVersion()).isZero();
        }
    }

    @Test
    void offer_cannotBeLoadedHere_isRejected() throws Exception {
        install(ONE);
        device.source.add(TWO);
        device.trial = _ -> new Trial.Verdict.Passed(1, 1);
        device.runtime.beforeLoad(file -> {
            if (TWO.files().containsKey(new Sha256(file.getFileName().toString()))) {
                throw new ModelException(Reason.MODEL_REFUSED, "not today");
            }
        });
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            assertRejected(device.reports.conclusion(offer(TWO)), FailureCode.TRIAL_LOAD_FAILED);
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    @Test
    void offer_connectionFails_isTriedAgain() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        device.source.add(ONE).before(() -> {
            if (failures.incrementAndGet() % 3 != 0) {
                throw new IOException("cut off");
            }
        });
        try (Running running = device.start()) {
            running.desire(offer(ONE));
            assertThat(device.reports.conclusion(offer(ONE)).stage()).isEqualTo(Stage.SERVING);
        }
        assertThat(failures).hasValue(9);
    }

    @Test
    void offer_hubIsGoneForGood_isRejectedAfterAsManyTriesAsAllowed() throws Exception {
        install(ONE);
        int calls = device.source.calls();
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            DeploymentReport report = device.reports.conclusion(offer(TWO));
            assertRejected(report, FailureCode.DOWNLOAD_FAILED);
            assertThat(report.failure().orElseThrow().detail())
                    .isEqualTo("failed 3 times in a row, the last time by: 404");
            assertThat(device.source.calls()).isEqualTo(calls + 3);
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    @Test
    void offer_fileIsAnother_isRejectedAfterASecondTry() throws Exception {
        Sha256 model = TWO.manifest().variants().getFirst().file().sha256();
        byte[] damaged = TWO.file(model);
        damaged[damaged.length / 2] ^= 1;
        device.source.add(TWO).replaceFile(model, damaged);
        assertOfferRejected(FailureCode.CONTENT_MISMATCH);
    }

    private void assertOfferRejected(FailureCode code) throws Exception {
        install(ONE);
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            assertRejected(device.reports.conclusion(offer(TWO)), code);
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    @Test
    void offer_partWasDamagedByAPowerCut_isFetchedAfresh() throws Exception {
        device.source.add(ONE);
        Sha256 model = ONE.manifest().variants().getFirst().file().sha256();
        Path incoming = folder.resolve("packages").resolve(ONE.id() + ".incoming");
        Files.createDirectories(incoming);
        Files.write(incoming.resolve(model + ".part"), new byte[10]);
        try (Running running = device.start()) {
            running.desire(offer(ONE));
            assertThat(device.reports.conclusion(offer(ONE)).stage()).isEqualTo(Stage.SERVING);
        }
    }

    @Test
    void offer_manifestIsOfAnotherPackage_isRejected() throws Exception {
        device.source.add(TWO).replaceManifest(TWO.id(), THREE.signed());
        assertOfferRejected(FailureCode.MANIFEST_FOREIGN);
    }

    @Test
    void offer_manifestIsOfAnotherVersionThanOffered_isRejected() throws Exception {
        install(ONE);
        device.source.add(THREE);
        Offer lie = new Offer(offer(TWO).rollout(), 1, ModelRef.of("light", 2), THREE.id());
        try (Running running = device.start()) {
            running.desire(lie);
            assertRejected(device.reports.conclusion(lie), FailureCode.MANIFEST_FOREIGN);
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    @Test
    void offer_packageOfTheActiveVersionUnderAnotherName_leavesItsFilesAlone() throws Exception {
        install(ONE);
        Offer lie = new Offer(offer(TWO).rollout(), 1, ModelRef.of("light", 2), ONE.id());
        try (Running running = device.start()) {
            running.desire(lie);
            assertRejected(device.reports.conclusion(lie), FailureCode.MANIFEST_FOREIGN);
        }
        try (Running running = device.start()) {
            running.awaitServing(1);
        }
    }

    @Test
    void offer_signatureIsBroken_isRejected() throws Exception {
        String envelope = new String(TWO.signed().envelope().toArray(), StandardCharsets.UTF_8);
        String forged = envelope.replaceFirst("\"sig\":\"....", "\"sig\":\"AAAA");
        assertThat(forged).isNotEqualTo(envelope);
        device.source
                .add(TWO)
                .replaceManifest(TWO.id(), new SignedManifest(Bytes.wrap(forged.getBytes(StandardCharsets.UTF_8))));
        assertOfferRejected(FailureCode.SIGNATURE_INVALID);
    }

    @Test
    void offer_noVariantCanRunHere_isRejectedBeforeAnyFileIsFetched() throws Exception {
        TestPackage foreign = TestPackage.of(2, ModelFormat.TFLITE, new byte[] {1, 2, 3});
        device.source.add(foreign);
        try (Running running = device.start()) {
            running.desire(offer(foreign));
            assertRejected(device.reports.conclusion(offer(foreign)), FailureCode.VARIANT_UNSUPPORTED);
            assertThat(device.source.calls()).isEqualTo(1);
        }
    }

    @Test
    void offer_modelIsNotUsedHere_isRejectedAndTheOthersAreNot() throws Exception {
        device.source.add(ONE);
        Offer unused = new Offer(offer(TWO).rollout(), 1, ModelRef.of("people", 1), TWO.id());
        try (Running running = device.start()) {
            running.desire(unused, offer(ONE));
            assertRejected(device.reports.conclusion(unused), FailureCode.MODEL_NOT_USED);
            assertThat(device.reports.conclusion(offer(ONE)).stage()).isEqualTo(Stage.SERVING);
        }
    }

    @Test
    void offered_afterTheEnd_isLeftForTheNextStart() throws Exception {
        Running running = device.start();
        running.close();

        running.desire(offer(ONE));

        assertThat(device.reports.heard()).isEmpty();
    }

    @Test
    void offered_olderRevision_isIgnored() throws Exception {
        device.source.add(ONE, TWO);
        try (Running running = device.start()) {
            running.deployments.offered(new DesiredState(8, List.of(offer(TWO))));
            running.deployments.offered(new DesiredState(7, List.of(offer(ONE))));
            device.reports.conclusion(offer(TWO));
        }
        assertThat(device.reports.stages(offer(ONE))).isEmpty();
    }

    @Test
    void offer_anotherWhileDownloading_supersedesIt() throws Exception {
        install(ONE);
        CountDownLatch asked = new CountDownLatch(1);
        device.source.add(TWO, THREE).before(() -> {
            if (asked.getCount() > 0) {
                asked.countDown();
                hangUntilInterrupted();
            }
        });
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            asked.await();
            running.desire(offer(THREE));
            assertRejected(device.reports.conclusion(offer(TWO)), FailureCode.SUPERSEDED);
            assertThat(device.reports.conclusion(offer(THREE)).stage()).isEqualTo(Stage.SERVING);
            running.desire(offer(TWO));
            device.reports.await(report -> RecordedReports.isOf(report, offer(TWO)) && report.stage() == Stage.SERVING);
            assertThat(running.servingVersion()).isEqualTo(2);
        }
    }

    private static void hangUntilInterrupted() throws IOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Test
    void offer_withdrawnWhileDownloading_isGivenUp() throws Exception {
        install(ONE);
        CountDownLatch asked = new CountDownLatch(1);
        device.source.add(TWO).before(() -> {
            asked.countDown();
            hangUntilInterrupted();
        });
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            asked.await();
            running.desire();
            assertRejected(device.reports.conclusion(offer(TWO)), FailureCode.SUPERSEDED);
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    @Test
    void offer_anotherDuringTheTrial_isTakenUpAfterwards() throws Exception {
        CountDownLatch trialled = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        device.trial = candidate -> {
            trialled.countDown();
            mayGoOn.await();
            return TestDevice.rehearse(candidate);
        };
        device.source.add(ONE, TWO, THREE);
        try (Running running = device.start()) {
            running.desire(offer(ONE));
            trialled.await();
            running.desire(offer(TWO));
            running.desire(offer(THREE));
            mayGoOn.countDown();
            assertThat(device.reports.conclusion(offer(ONE)).stage()).isEqualTo(Stage.SERVING);
            assertThat(device.reports.conclusion(offer(THREE)).stage()).isEqualTo(Stage.SERVING);
            assertThat(device.reports.stages(offer(TWO))).isEmpty();
            assertThat(running.servingVersion()).isEqualTo(3);
        }
    }

    @Test
    void stop_duringTheTrial_triesAgainAfterTheNextStart() throws Exception {
        install(ONE);
        device.source.add(TWO);
        CountDownLatch trialled = new CountDownLatch(1);
        device.trial = _ -> {
            trialled.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("cannot come here");
        };
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            trialled.await();
        }
        device.trial = TestDevice::rehearse;
        try (Running running = device.start()) {
            assertThat(device.reports.conclusion(offer(TWO)).stage()).isEqualTo(Stage.SERVING);
            assertThat(running.servingVersion()).isEqualTo(2);
        }
    }

    @Test
    void stop_duringTheSoak_provesItAgainAfterTheNextStart() throws Exception {
        install(ONE);
        device.source.add(TWO);
        device.soak = TestDevice.UNTIL_FAILURE;
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            running.awaitServing(2);
        }
        device.soak = TestDevice.SHORT;
        try (Running running = device.start()) {
            assertThat(device.reports.conclusion(offer(TWO)).stage()).isEqualTo(Stage.SERVING);
            running.awaitServing(2);
        }
    }

    @Test
    void report_hubCannotBeReached_comesAfterTheNextStart() throws Exception {
        device.reports.reachable(false);
        device.source.add(ONE);
        try (Running running = device.start()) {
            running.desire(offer(ONE));
            running.awaitServing(1);
            awaitUntil(() -> running.store.find(ONE.id()).isPresent() && isActiveNoted(running));
        }
        assertThat(device.reports.heard()).isEmpty();
        device.reports.reachable(true);
        try (Running _ = device.start()) {
            assertThat(device.reports.conclusion(offer(ONE)).stage()).isEqualTo(Stage.SERVING);
        }
        assertThat(device.reports.heard()).hasSize(1);
        try (Running _ = device.start()) {
            assertThat(device.reports.heard()).hasSize(1);
        }
    }

    private static boolean isActiveNoted(Running running) {
        try {
            return running.store.active(TestDevice.LIGHT).isPresent();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void resend_connectionComesBack_sendsWhatIsMissing() throws Exception {
        device.reports.reachable(false);
        device.source.add(ONE);
        try (Running running = device.start()) {
            running.desire(offer(ONE));
            running.awaitServing(1);
            awaitUntil(() -> isActiveNoted(running));
            device.reports.reachable(true);
            running.deployments.resend();
            assertThat(device.reports.conclusion(offer(ONE)).stage()).isEqualTo(Stage.SERVING);
        }
    }

    @Test
    void start_journalIsDamaged_servesWhatTheStoreProves() throws Exception {
        install(ONE, TWO);
        Files.writeString(folder.resolve("deployments/light.json"), "{ damaged");
        try (Running running = device.start()) {
            running.awaitServing(2);
        }
    }

    @Test
    void start_activePackageIsDamaged_servesThePreviousAndHealsWhenItIsOfferedAgain() throws Exception {
        install(ONE, TWO);
        Sha256 model = TWO.manifest().variants().getFirst().file().sha256();
        Files.write(folder.resolve("packages").resolve(TWO.id().hex()).resolve(model.hex()), new byte[] {0});
        try (Running running = device.start()) {
            running.awaitServing(1);
            running.desire(offer(TWO));
            running.awaitServing(2);
        }
    }

    @Test
    void start_activeVersionTookTheAgentDownAgainAndAgain_servesThePrevious() throws Exception {
        install(ONE, TWO);
        Journal files = device.journal;
        Journal.Entry entry = files.read(TestDevice.LIGHT).orElseThrow();
        files.write(TestDevice.LIGHT, entry.withStarts(3));
        try (Running running = device.start()) {
            running.awaitServing(1);
        }
        assertThat(files.read(TestDevice.LIGHT).orElseThrow().starts()).isZero();
    }

    @Test
    void start_activeVersionTookTheAgentDownOnItsAccelerator_servesOnTheProcessor() throws Exception {
        Accelerator tiny = TinyLibraries.provider("behave");
        device.rules = new AcceleratorRules(Map.of(), new Preference(Policy.PREFER, List.of(tiny)));
        device.probe = (_, candidate) -> TestDevice.fit(candidate, candidate.isOnProcessor() ? 100 : 1);
        install(ONE);
        Journal.Entry entry = device.journal.read(TestDevice.LIGHT).orElseThrow();
        device.journal.write(TestDevice.LIGHT, entry.withStarts(2));
        try (Running running = device.start()) {
            running.awaitServing(1);
            assertThat(running.pool.serving().orElseThrow().accelerator()).isEqualTo("cpu");
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
        try (Running running = device.start()) {
            running.awaitServing(1);
            assertThat(running.pool.serving().orElseThrow().accelerator()).isEqualTo(tiny.name());
        }
    }

    @Test
    void offer_journalCannotBeWritten_isRejectedAndTheActiveVersionServesOn() throws Exception {
        install(ONE);
        device.source.add(TWO);
        try (Running running = device.start()) {
            running.awaitServing(1);
            Path journal = folder.resolve("deployments/.light.json.part");
            awaitUntil(() -> startsAreSettled());
            Files.createDirectories(journal.resolve("in the way"));
            running.desire(offer(TWO));
            assertRejected(device.reports.conclusion(offer(TWO)), FailureCode.STORAGE_FAILED);
            assertThat(running.infer().model().version()).isEqualTo(1);
            Files.delete(journal.resolve("in the way"));
            // The next attempt to write may have cleared it away.
            Files.deleteIfExists(journal);
            running.desire(offer(TWO, 2));
            assertThat(device.reports.conclusion(offer(TWO, 2)).stage()).isEqualTo(Stage.SERVING);
        }
    }

    /** Not by the journal, which belongs to the running agent. */
    private boolean startsAreSettled() {
        try {
            return EntryJson.read(Files.readAllBytes(folder.resolve("deployments/light.json")))
                            .starts()
                    == 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void deploy_manyVersions_keepsOnlyTwoOnTheDisk() throws Exception {
        install(ONE, TWO, THREE, TestPackage.of(4));
        assertThat(folder.resolve("packages").toFile().list())
                .containsExactlyInAnyOrder(
                        THREE.id().hex(), TestPackage.of(4).id().hex(), "light.active");
        assertThat(device.runtime.closedOnce()).isEqualTo(device.runtime.loaded());
    }

    @Test
    void offer_previousVersion_isDeployedFromTheDisk() throws Exception {
        install(ONE, TWO);
        int calls = device.source.calls();
        try (Running running = device.start()) {
            running.desire(offer(ONE, 2));
            assertThat(device.reports.conclusion(offer(ONE, 2)).stage()).isEqualTo(Stage.SERVING);
            assertThat(running.infer().model().version()).isEqualTo(1);
            assertThat(device.source.calls()).isEqualTo(calls);
        }
    }

    @Test
    void offer_triedInAProcessOfItsOwn_servesOrIsRejected() throws Exception {
        install(ONE);
        device.trial =
                new MeasuredTrial(device.accelerators(new ChildProbe(TrialLimits.DEFAULT, folder.resolve("trials"))));
        TestPackage wrong = TestPackage.wrong(3);
        device.source.add(TWO, wrong);
        try (Running running = device.start()) {
            running.desire(offer(wrong));
            assertRejected(device.reports.conclusion(offer(wrong)), FailureCode.TRIAL_OUTPUT_WRONG);
            running.desire(offer(TWO));
            assertThat(device.reports.conclusion(offer(TWO)).stage()).isEqualTo(Stage.SERVING);
            assertThat(running.infer().model().version()).isEqualTo(2);
        }
    }

    @Test
    void remeasure_anotherAcceleratorIsBetterNow_movesThereWhileTheModelServes() throws Exception {
        Accelerator tiny = TinyLibraries.provider("behave");
        AtomicBoolean cooled = new AtomicBoolean();
        device.rules = new AcceleratorRules(Map.of(), new Preference(Policy.PREFER, List.of(tiny)));
        device.probe = (_, candidate) -> TestDevice.fit(candidate, candidate.isOnProcessor() || cooled.get() ? 1 : 100);
        install(ONE);
        try (Running running = device.start()) {
            running.awaitServing(1);
            awaitUntil(this::startsAreSettled);
            running.deployments.remeasure(TestDevice.LIGHT);
            awaitUntil(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("remeasure-light")));
            assertThat(running.pool.serving().orElseThrow().accelerator()).isEqualTo("cpu");
            cooled.set(true);
            running.deployments.remeasure(TestDevice.LIGHT);
            awaitUntil(() -> running.pool.serving().orElseThrow().accelerator().equals(tiny.name()));
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    @Test
    void remeasure_nothingIsFitNow_goesOnAsBefore() throws Exception {
        AtomicInteger probes = new AtomicInteger();
        device.probe = (_, candidate) -> probes.incrementAndGet() == 1
                ? TestDevice.fit(candidate, 1)
                : new Finding.Unfit(new Failure(FailureCode.TRIAL_TIMED_OUT, "the machine is busy"));
        install(ONE);
        try (Running running = device.start()) {
            running.awaitServing(1);
            awaitUntil(this::startsAreSettled);
            running.deployments.remeasure(TestDevice.LIGHT);
            awaitUntil(() -> probes.get() == 2);
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    @Test
    void start_twice_isRefused() throws Exception {
        try (Running running = device.start()) {
            assertThatThrownBy(() -> running.deployments.start(List.of(running.pool)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
