package io.fieldloop.agent.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.accelerator.Decision.Chosen;
import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.agent.deployment.trial.ChildProbe;
import io.fieldloop.agent.deployment.trial.TrialLimits;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.placement.PlacementCertificate;
import io.fieldloop.models.placement.SignedPlacement;
import io.fieldloop.models.placement.Standing;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.TinyLibraries;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real models, real processes, and delegates that do what no driver should. */
@Timeout(180)
class AcceleratorsTest {
    private static final DeviceId DEVICE = new DeviceId("device-1");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Accelerator XNNPACK = Accelerator.parse("xnnpack");

    @TempDir
    Path folder;

    private LocalPackage face;
    private final AtomicInteger probes = new AtomicInteger();

    @BeforeEach
    void bringTheModel() throws IOException {
        face = FacePackage.in(folder.resolve("package"), FacePackage.model());
    }

    private Accelerators accelerators(Probe probe, Policy policy, Accelerator... named) {
        Probe counted = (source, candidate) -> {
            probes.incrementAndGet();
            return probe.probe(source, candidate);
        };
        var rules = new AcceleratorRules(Map.of(), new Preference(policy, List.of(named)));
        return new Accelerators(Runtimes.available(), counted, DEVICE, rules, folder.resolve("accelerators"));
    }

    /** A real process for each candidate, and little patience with the one that hangs. */
    private Probe children() throws IOException {
        var patient = new ChildProbe(TrialLimits.DEFAULT, folder.resolve("trials"));
        var impatient = new ChildProbe(
                new TrialLimits(Duration.ofSeconds(4), Duration.ofMinutes(1), 1L << 30), folder.resolve("hanging"));
        return (source, candidate) -> (candidate.accelerator().options().containsValue("hang") ? impatient : patient)
                .probe(source, candidate);
    }

    /** As if everything had been measured: each candidate needs the same time. */
    private static Finding fit(LocalPackage source, Candidate candidate) {
        return new Fit(
                100,
                120,
                OptionalLong.of(7),
                1,
                0.25,
                new Placement(Map.of(candidate.accelerator().name(), Map.of("Add", 16))));
    }

    private static Placement predictOnce(LoadedModel loaded) throws Exception {
        try (loaded;
                Predictor predictor = loaded.newPredictor()) {
            Prediction _ = predictor.predict(new Image(128, 128, new int[128 * 128]));
            return loaded.placement();
        }
    }

    @Test
    void measure_delegatesOfEveryConduct_survivesEachAndExplainsIt() throws Exception {
        List<String> conducts =
                List.of("behave", "idle", "slow", "wrong", "fail-create", "fail-prepare", "crash", "hang");
        Accelerator[] named = conducts.stream().map(TinyLibraries::delegate).toArray(Accelerator[]::new);

        Measurement measured = accelerators(children(), Policy.REQUIRE, named).measure(face);

        assertThat(measured.table()).hasSize(10);
        Fit plain = assertFit(measured, Accelerator.CPU);
        Fit xnnpack = assertFit(measured, XNNPACK);
        assertThat(plain.medianMicros()).isGreaterThan(2 * xnnpack.medianMicros());
        assertThat(assertFit(measured, named[0]).placement().on(named[0])).isEqualTo(16);
        assertThat(assertFit(measured, named[1]).placement().on(named[1])).isZero();
        assertThat(assertFit(measured, named[2]).medianMicros()).isGreaterThan(100_000);
        assertUnfit(measured, named[3], FailureCode.TRIAL_OUTPUT_WRONG, "differs by");
        assertUnfit(measured, named[4], FailureCode.TRIAL_LOAD_FAILED, "tiny: device not found");
        assertUnfit(measured, named[5], FailureCode.TRIAL_LOAD_FAILED, "tiny: the driver refuses the model");
        assertUnfit(measured, named[6], FailureCode.TRIAL_CRASHED, "libtiny_delegate.so");
        assertUnfit(measured, named[7], FailureCode.TRIAL_TIMED_OUT, "no answer within PT4S");
        assertThat(measured.decision())
                .isInstanceOfSatisfying(
                        Chosen.class,
                        chosen -> assertThat(chosen.candidate().accelerator()).isEqualTo(named[0]));
    }

    /** Calls every image bright with a probability of one half, by way of a Relu. */
    private LocalPackage bright() throws IOException {
        byte[] model = new OnnxGraph("light")
                .input("x", Dimension.of(1), Dimension.of(1), Dimension.of(4), Dimension.of(4))
                .initializer("w", new float[32], 16, 2)
                .initializer("b", new float[2], 2)
                .node("Flatten", List.of("x"), "flat")
                .node("Relu", List.of("flat"), "same")
                .node("Gemm", List.of("same", "w", "b"), "y")
                .output("y", Dimension.of(1), Dimension.of(2))
                .model()
                .toByteArray();
        return TestPackage.of(1, ModelFormat.ONNX, model).in(folder.resolve("bright"));
    }

    @Test
    void measure_pluginProvidersOfEveryConduct_survivesEachAndExplainsIt() throws Exception {
        Accelerator[] named = Stream.of("behave", "fail-create", "fail-prepare", "crash", "hang")
                .map(TinyLibraries::provider)
                .toArray(Accelerator[]::new);

        Measurement measured = accelerators(children(), Policy.REQUIRE, named).measure(bright());

        assertThat(assertFit(measured, named[0]).placement().on(named[0])).isEqualTo(1);
        assertUnfit(measured, named[1], FailureCode.TRIAL_LOAD_FAILED, "tiny: device not found");
        assertUnfit(measured, named[2], FailureCode.TRIAL_LOAD_FAILED, "tiny: the driver refuses the model");
        assertUnfit(measured, named[3], FailureCode.TRIAL_CRASHED, "libtiny_provider.so");
        assertUnfit(measured, named[4], FailureCode.TRIAL_TIMED_OUT, "no answer within PT4S");
        assertThat(measured.decision())
                .isInstanceOfSatisfying(
                        Chosen.class,
                        chosen -> assertThat(chosen.candidate().accelerator()).isEqualTo(named[0]));
    }

    private static Fit assertFit(Measurement measured, Accelerator accelerator) {
        Finding finding = of(measured, accelerator);
        assertThat(finding).as("%s", accelerator).isInstanceOf(Fit.class);
        return (Fit) finding;
    }

    private static void assertUnfit(Measurement measured, Accelerator accelerator, FailureCode code, String why) {
        assertThat(of(measured, accelerator)).isInstanceOfSatisfying(Unfit.class, unfit -> {
            assertThat(unfit.failure().code()).as("%s", unfit).isEqualTo(code);
            assertThat(unfit.failure().detail()).contains(why);
        });
    }

    private static Finding of(Measurement measured, Accelerator accelerator) {
        return measured.table().stream()
                .filter(row -> row.candidate().accelerator().equals(accelerator))
                .findFirst()
                .orElseThrow()
                .finding();
    }

    @Test
    void load_onADelegateThatTakesAPart_isCertifiedByTheDevicesKey() throws Exception {
        Accelerator tiny = TinyLibraries.delegate("behave");
        Accelerators accelerators = accelerators(AcceleratorsTest::fit, Policy.REQUIRE, tiny);
        KeyPair key = deviceKey();
        Certificates certificates = new Certificates(
                accelerators, DEVICE, key.getPrivate(), folder.resolve("placements"), InstantSource.fixed(NOON));

        Placement placement = predictOnce(accelerators.load(face));
        SignedPlacement signed =
                certificates.of(face.manifest().model(), placement).orElseThrow();

        PlacementCertificate certificate = signed.verify(key.getPublic());
        assertThat(certificate.device()).isEqualTo(DEVICE);
        assertThat(certificate.model()).isEqualTo(face.manifest().model());
        assertThat(certificate.asked()).containsExactly(tiny);
        assertThat(certificate.accelerator()).isEqualTo(tiny);
        assertThat(certificate.placement().operators().get(tiny.name())).isEqualTo(Map.of("Add", 16));
        assertThat(certificate.elsewhere()).isEqualTo(placement.count() - 16).isPositive();
        assertThat(certificate.standing()).isEqualTo(Standing.PARTIAL);
        assertThat(certificate.measured().medianMicros()).isEqualTo(100);
        assertThat(certificate.measured().microjoules()).hasValue(7);
        assertThat(certificate.versions()).anyMatch(version -> version.contains("libtiny_delegate.so "));
        assertThat(certificate.at()).isEqualTo(NOON);
        assertThat(Files.readAllBytes(folder.resolve("placements/face.dsse")))
                .isEqualTo(signed.envelope().toArray());
        assertThat(certificates.of(face.manifest().model(), placement)).contains(signed);
        assertThatThrownBy(() -> signed.verify(deviceKey().getPublic())).isInstanceOf(GeneralSecurityException.class);
    }

    private static KeyPair deviceKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    @Test
    void load_measuredBefore_isNotMeasuredAgain() throws Exception {
        Accelerator tiny = TinyLibraries.delegate("behave");
        accelerators(AcceleratorsTest::fit, Policy.PREFER, tiny).load(face).close();
        assertThat(probes).hasValue(3);

        LoadedModel again =
                accelerators(AcceleratorsTest::fit, Policy.PREFER, tiny).load(face);

        assertThat(predictOnce(again).on(tiny)).isEqualTo(16);
        assertThat(probes).hasValue(3);
    }

    @Test
    void load_somethingThatItDependsOnChanged_measuresAgain() throws Exception {
        Accelerator tiny = TinyLibraries.delegate("behave");
        accelerators(AcceleratorsTest::fit, Policy.PREFER, tiny).load(face).close();
        accelerators(AcceleratorsTest::fit, Policy.REQUIRE, tiny).load(face).close();
        assertThat(probes).hasValue(6);
        accelerators(AcceleratorsTest::fit, Policy.PREFER, TinyLibraries.delegate("idle"))
                .load(face)
                .close();
        assertThat(probes).hasValue(9);
        try (Stream<Path> files = Files.list(folder.resolve("accelerators"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, "{");
            }
        }
        accelerators(AcceleratorsTest::fit, Policy.PREFER, tiny).load(face).close();
        assertThat(probes).hasValue(12);
    }

    @Test
    void load_acceleratorIsGoneSinceItWasMeasured_measuresAgain() throws Exception {
        Accelerator tiny = TinyLibraries.delegate("fail-create");
        Accelerators accelerators = accelerators(
                (source, candidate) -> probes.get() <= 3
                        ? fit(source, candidate)
                        : candidate.isOnProcessor()
                                ? fit(source, candidate)
                                : new Unfit(new Failure(FailureCode.TRIAL_LOAD_FAILED, "unplugged")),
                Policy.PREFER,
                tiny);

        try (LoadedModel loaded = accelerators.load(face)) {
            assertThat(loaded.accelerator()).isEqualTo("cpu");
        }
        assertThat(probes).hasValue(6);
    }

    @Test
    void load_requiredAcceleratorIsUnfit_isRefused() {
        Accelerator tiny = TinyLibraries.delegate("crash");
        Accelerators accelerators = accelerators(
                (source, candidate) -> candidate.isOnProcessor()
                        ? fit(source, candidate)
                        : new Unfit(new Failure(FailureCode.TRIAL_CRASHED, "SIGSEGV")),
                Policy.REQUIRE,
                tiny);
        assertThatThrownBy(() -> accelerators.load(face))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.failure().code()).isEqualTo(FailureCode.ACCELERATOR_UNFIT));
    }

    @Test
    void measure_acceleratorThatNoVariantSuits_isARowWithItsReason() throws Exception {
        Measurement measured = accelerators(
                        AcceleratorsTest::fit, Policy.PREFER, Accelerator.parse("plugin:/opt/libep.so"))
                .measure(face);
        assertUnfit(
                measured,
                Accelerator.parse("plugin:/opt/libep.so"),
                FailureCode.TRIAL_LOAD_FAILED,
                "no variant of the package can run on it");
        assertThat(measured.decision())
                .isInstanceOfSatisfying(
                        Chosen.class, chosen -> assertThat(chosen.fallback()).isPresent());
    }
}
