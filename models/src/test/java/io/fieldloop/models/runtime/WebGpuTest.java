package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.catalogue.TestAssets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A provider with a real driver below it: ONNX Runtime's WebGPU on SwiftShader, which is a Vulkan in software that comes with Chromium.
 * In processes of their own, for a process has one ONNX Runtime.
 */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class WebGpuTest {
    private static final Path CHROMIUM = Path.of("/usr/lib/chromium");
    private static final Path DRIVER = CHROMIUM.resolve("vk_swiftshader_icd.json");
    private static final String CONNECTOR = "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so";

    @TempDir
    Path folder;

    /** What a child prints that sees this driver. */
    private List<String> run(Path driver) throws IOException, InterruptedException, ModelException {
        Path model = folder.resolve("network.onnx");
        Files.write(model, TinyModels.network().toByteArray());
        Path arguments = folder.resolve("arguments");
        Files.write(
                arguments,
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Donnxruntime.native.path=" + libraries(),
                        "-cp",
                        '"' + System.getProperty("java.class.path") + '"',
                        WebGpuMain.class.getName(),
                        model.toString()));
        ProcessBuilder child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + arguments)
                .redirectErrorStream(true);
        child.environment()
                .putAll(Map.of(
                        "VK_ICD_FILENAMES", driver.toString(),
                        "VK_DRIVER_FILES", driver.toString(),
                        "XDG_RUNTIME_DIR", folder.toString()));
        return lines(child.start());
    }

    private static List<String> lines(Process child) throws IOException, InterruptedException {
        try {
            String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).as(printed).isTrue();
            assertThat(child.exitValue()).as(printed).isZero();
            return printed.lines().toList();
        } finally {
            child.destroyForcibly();
        }
    }

    /** The library with WebGPU beside that which connects it with Java. */
    private Path libraries() throws IOException, ModelException {
        Path library = folder.resolve("libonnxruntime.so");
        if (Files.notExists(library)) {
            Files.createSymbolicLink(library, TestAssets.file("onnxruntime-webgpu", "libonnxruntime.so"));
            Path connector = NativeFiles.unpack("webgpu-test", List.of(CONNECTOR), folder)
                    .resolve("libonnxruntime4j_jni.so");
            Files.createSymbolicLink(folder.resolve("libonnxruntime4j_jni.so"), connector);
        }
        return folder;
    }

    private static void requireDriver() {
        if (Files.isReadable(DRIVER)) {
            return;
        }
        String missing = DRIVER + " is needed; install chromium and libvulkan1";
        if (System.getenv("CI") != null) {
            Assertions.fail(missing);
        }
        System.err.println("SKIPPED: " + missing);
        Assumptions.abort(missing);
    }

    @Test
    void load_vulkanInSoftware_executesTheWholeModelThere() throws Exception {
        requireDriver();
        List<String> printed = run(DRIVER);
        assertThat(printed).anyMatch(line -> line.startsWith("placement {cpu="));
        assertThat(printed).anyMatch(line -> line.startsWith("placement {webgpu=") && !line.contains("cpu"));
        String distance = printed.stream()
                .filter(line -> line.startsWith("distance "))
                .findFirst()
                .orElseThrow();
        assertThat(Float.parseFloat(distance.substring("distance ".length()))).isLessThan(1e-5f);
    }

    @Test
    void load_noVulkan_isACleanFailureAfterWhichTheProcessorServes() throws Exception {
        List<String> printed = run(folder.resolve("no-driver.json"));
        assertThat(printed).anyMatch(line -> line.startsWith("placement {cpu="));
        assertThat(printed).anyMatch(line -> line.matches("(ACCELERATOR_UNAVAILABLE|MODEL_REFUSED) .*"));
    }
}
