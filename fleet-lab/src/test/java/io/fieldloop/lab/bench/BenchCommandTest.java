package io.fieldloop.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldloop.models.catalogue.TestAssets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whether the benches work, and never how fast anything is. */
class BenchCommandTest {
    @TempDir
    private Path folder;

    @Test
    void inference_measuresEachModelBesideItsLoopInC() throws Exception {
        TestAssets.file("wake-word", "hello_deepa.onnx");
        TestAssets.file("voice-activity", "silero_vad_16k_op15.onnx");

        JsonNode report = measured("inference");

        List<String> compared = new ArrayList<>();
        for (JsonNode row : report.path("rows")) {
            assertThat(row.path("ours").asDouble()).as("%s", row).isPositive();
            if (row.path("anchor").asDouble() > 0) {
                compared.add(row.path("what").asText());
            }
        }
        assertThat(compared).hasSize(12).contains("wake word, ONNX, median", "faces, TensorFlow Lite, median");
        assertThat(report.path("machine").path("cores").asInt()).isPositive();
    }

    @Test
    void reload_drawsACurveForEachRuntime() throws Exception {
        TestAssets.file("text-direction", "ch_ppocr_mobile_v2.0_cls_infer.onnx");

        JsonNode report = measured("reload");

        assertThat(report.path("rows")).hasSize(6);
        assertThat(folder.resolve("reload.svg")).content().contains("ONNX Runtime", "TensorFlow Lite", "<polyline");
    }

    @Test
    void nameOfNoBench_isWrongUsage() {
        assertThat(run("speed")).isEqualTo(2);
    }

    @Test
    void noRound_isWrongUsage() {
        assertThat(run("reload", "--rounds", "0")).isEqualTo(2);
    }

    private JsonNode measured(String bench) throws IOException {
        String here = folder.toString();
        int code = run(bench, "--scale", "0.002", "--rounds", "1", "--json", here, "--pictures", here);
        assertThat(code)
                .as("what is slow on a busy machine is measured all the same")
                .isBetween(0, 1);
        return JsonMapper.builder()
                .build()
                .readTree(folder.resolve(bench + ".json").toFile());
    }

    private static int run(String... arguments) {
        return new CommandLine(new BenchCommand()).execute(arguments);
    }
}
