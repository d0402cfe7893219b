package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A runtime that does not work is left out; the other one works on, and so does the process. */
class UnavailableRuntimeTest {
    @Test
    void everyRuntime_worksInAPlainProcess() throws Exception {
        assertThat(runtimesOf(List.of(), "")).isEqualTo("WORKS [ONNX, TFLITE]");
    }

    @Test
    void commandLineThatWouldKillOnnxRuntime_leavesItOut() throws Exception {
        assertThat(runtimesOf(List.of(), "x".repeat(4_500))).isEqualTo("WORKS [TFLITE]");
    }

    @Test
    void libraryThatIsMissing_leavesItsRuntimeOut() throws Exception {
        assertThat(runtimesOf(List.of("-Dfieldloop.tflite.library=/missing/library.so"), ""))
                .isEqualTo("WORKS [ONNX]");
        assertThat(runtimesOf(List.of("-Donnxruntime.native.path=/missing"), ""))
                .isEqualTo("WORKS [TFLITE]");
    }

    private static String runtimesOf(List<String> options, String argument) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.add(RuntimesOfAProcess.class.getName());
        command.add(argument);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output.strip();
    }
}
