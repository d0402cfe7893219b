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
}
