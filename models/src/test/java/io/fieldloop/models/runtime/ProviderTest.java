package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.runtime.ModelException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime with execution providers. */
class ProviderTest {
    @TempDir
    Path folder;

    private Session load(Accelerator accelerator) throws IOException, ModelException {
        Path file = folder.resolve("linear.onnx");
        Files.write(file, TinyModels.linear().toByteArray());
        return runtime().load(file, LoadOptions.DEFAULT.on(accelerator).observe());
    }

    private static ModelRuntime runtime() throws ModelException {
        return Runtimes.available().forFormat(ModelFormat.ONNX);
    }

    private static long profiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("placement"))
                    .count();
        }
    }

    @Test
    void placement_afterARun_tellsTheOperators() throws Exception {
        try (Session session = load(Accelerator.CPU);
                Invocation invocation = session.newInvocation(1)) {
            invocation.run();
            invocation.run();
            Placement placement = session.placement();
            assertThat(placement.operators()).isEqualTo(Map.of("cpu", Map.of("Gemm", 1)));
            assertThat(placement).hasToString("cpu 1");
            invocation.run();
            assertThat(session.placement()).isEqualTo(placement);
        }
    }

    @Test
    void placement_beforeARun_isNotKnown() throws Exception {
        try (Session session = load(Accelerator.CPU)) {
            assertThatThrownBy(session::placement)
                    .isInstanceOfSatisfying(
                            ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PLACEMENT_UNKNOWN))
                    .hasMessageContaining("it did not run while it was observed");
        }
    }

    @Test
    void close_placementNeverAsked_leavesNoProfileBehind() throws Exception {
        long before = profiles();
        try (Session session = load(Accelerator.CPU);
                Invocation invocation = session.newInvocation(1)) {
            invocation.run();
        }
        assertThatThrownBy(() -> load(Accelerator.parse("plugin:/no/such/libep.so")))
                .isInstanceOf(ModelException.class);
        assertThat(profiles()).isEqualTo(before);
    }

    @Test
    void load_whatIsNotHere_isACleanFailureThatNamesIt() throws Exception {
        for (String absent : List.of(
                "cuda",
                "tensorrt",
                "openvino?device_type=NPU",
                "qnn",
                "xnnpack",
                "webgpu",
                "coreml",
                "nnapi?use_fp16=1",
                "plugin:/no/such/libep.so",
                "plugin:/lib/x86_64-linux-gnu/libm.so.6",
                "tflite:/usr/lib/libedgetpu.so.1")) {
            assertThatThrownBy(() -> load(Accelerator.parse(absent)))
                    .as(absent)
                    .isInstanceOfSatisfying(
                            ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ACCELERATOR_UNAVAILABLE))
                    .hasMessageContaining(absent.split("[?]")[0]);
        }
        try (Session session = load(Accelerator.CPU)) {
            assertThat(session.accelerator()).isEqualTo("cpu");
        }
    }

    @Test
    void found_plainMachine_isTheProcessorWithoutWhatHasNoLibrary() throws ModelException {
        assertThat(runtime().found()).startsWith(Accelerator.CPU).doesNotContain(Accelerator.parse("cuda"));
    }

    /** {@code min(x, 0)}, by way of a Relu. */
    private Session negatives(Accelerator accelerator) throws IOException, ModelException {
        Path file = folder.resolve("negatives.onnx");
        Files.write(file, TinyModels.negatives().toByteArray());
        return runtime().load(file, LoadOptions.DEFAULT.on(accelerator).observe());
    }

    private static List<Float> run(Session session) throws ModelException {
        try (Invocation invocation = session.newInvocation(1)) {
            invocation.input(0).floats().put(0, -2).put(1, 3);
            invocation.run();
            return List.of(
                    invocation.output(0).floats().get(0),
                    invocation.output(0).floats().get(1));
        }
    }

    @Test
    void load_providerThatBehaves_takesItsOperatorAndLeavesTheRestToTheProcessor() throws Exception {
        Accelerator tiny = TinyLibraries.provider("behave");
        try (Session session = negatives(tiny)) {
            assertThat(run(session)).containsExactly(-2f, -0f);
            assertThat(session.accelerator()).isEqualTo(tiny.name()).startsWith("plugin:/");
            assertThat(session.placement().on(tiny)).isEqualTo(1);
            assertThat(session.placement().operators().get("cpu")).isEqualTo(Map.of("Neg", 2));
        }
    }

    @Test
    void load_providerThatTakesNothing_isSeenToDoSo() throws Exception {
        Accelerator idle = TinyLibraries.provider("idle");
        try (Session session = negatives(idle)) {
            assertThat(run(session)).containsExactly(-2f, -0f);
            assertThat(session.placement().on(idle)).isZero();
            assertThat(session.placement().fallback(idle)).isEqualTo(3);
        }
    }

    @Test
    void load_providerThatIsWrong_comesOutOtherwise() throws Exception {
        try (Session session = negatives(TinyLibraries.provider("wrong"))) {
            assertThat(run(session)).containsExactly(-3f, -1f);
        }
    }

    @Test
    void load_providerFails_saysWhyAndLeavesTheProcessWell() throws Exception {
        assertThatThrownBy(() -> negatives(TinyLibraries.provider("fail-create")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tiny: device not found");
        assertThatThrownBy(() -> negatives(TinyLibraries.provider("fail-prepare")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tiny: the driver refuses the model");
        try (Session session = negatives(Accelerator.CPU)) {
            assertThat(run(session)).containsExactly(-2f, -0f);
        }
    }
}
