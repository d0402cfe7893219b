package io.fieldloop.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Programs.require("gcc");

        JsonNode report = measured("inference");

        List<String> compared = new ArrayList<>();
        for (JsonNode row : report.path("rows")) {
            assertThat(row.path("ours").asDouble()).as("%s", row).isPositive();
            if (row.path("anchor").asDouble() > 0) {
                compared.add(row.path("what").asText());
            }
        }
        assertThat(compared).hasSize(13).contains("wake word, ONNX, median", "faces, TensorFlow Lite, median");
        assertThat(report.path("machine").path("cores").asInt()).isPositive();
    }

    @Test
    void reload_drawsACurveForEachRuntime() throws Exception {
        TestAssets.file("text-direction", "ch_ppocr_mobile_v2.0_cls_infer.onnx");

        JsonNode report = measured("reload");

        assertThat(report.path("rows")).hasSize(6);
        assertThat(folder.resolve("reload.svg")).content().contains("ONNX Runtime", "TensorFlow Lite", "<polyline");
        assertThat(report.path("command").asText()).startsWith("./fieldloop bench reload");
        assertThat(report.path("machine").path("libraries")).hasSize(2);
    }

    @Test
    void swap_losesNothingAndComesBackFromABadModel() throws Exception {
        JsonNode report = measured("swap");

        Map<String, Double> figures = new HashMap<>();
        report.path("rows")
                .forEach(row ->
                        figures.put(row.path("what").asText(), row.path("ours").asDouble()));
        assertThat(figures)
                .containsEntry("swaps", 2.0)
                .containsEntry("requests lost", 0.0)
                .containsEntry("answers wrong", 0.0);
        assertThat(figures.get("requests while swapping")).isPositive();
        for (String fault : List.of("failing", "slow", "drifting")) {
            assertThat(figures.get(fault + " model to previous model, longest"))
                    .as(fault)
                    .isPositive();
        }
    }

    @Test
    void outbox_isComparedWithSqliteAndWithAFile() throws Exception {
        JsonNode report = measured("outbox");

        assertThat(report.path("rows")).hasSize(5).allSatisfy(row -> {
            assertThat(row.path("ours").asDouble()).isPositive();
            assertThat(row.path("anchor").asDouble()).isPositive();
        });
        assertThat(report.at("/rows/0/atLeast").asDouble()).isGreaterThanOrEqualTo(40_000);
    }

    @Test
    void http_comparesTheAgentWithBothOthers() throws Exception {
        TestAssets.file("wake-word", "hello_deepa.onnx");
        Programs.require("wrk");

        JsonNode report = measured("http");

        assertThat(report.path("rows")).hasSize(20).allSatisfy(row -> {
            assertThat(row.path("ours").asDouble()).isPositive();
            assertThat(row.path("anchor").asDouble()).isPositive();
        });
    }

    @Test
    void ingest_comparesTheHubWithItsBrokerAndItsDatabase() throws Exception {
        JsonNode report = measured("ingest");

        assertThat(report.path("rows"))
                .hasSize(8)
                .allSatisfy(row -> assertThat(row.path("ours").asDouble()).isPositive());
        assertThat(folder.resolve("ingest.svg")).content().contains("<polyline");
    }

    @Test
    void search_asksEachCombinationOfFiltersAndForTasks() throws Exception {
        JsonNode report = measured("search");

        assertThat(report.path("rows")).hasSize(60).allSatisfy(row -> {
            assertThat(row.path("ours").asDouble()).isPositive();
            assertThat(row.path("anchor").asDouble()).isPositive();
        });
    }

    @Test
    void nameOfNoBench_isWrongUsage() {
        assertThat(run("speed")).isEqualTo(2);
    }

    @Test
    void page_keepsAllButTheTable() throws Exception {
        TestAssets.file("text-direction", "ch_ppocr_mobile_v2.0_cls_infer.onnx");
        Path page =
                Files.writeString(folder.resolve("page.md"), "a\n<!-- bench reload -->\nold\n<!-- end reload -->\nb\n");

        measured("reload", "--page", page.toString());

        assertThat(page)
                .content()
                .startsWith("a\n<!-- bench reload -->\n`./fieldloop bench reload")
                .contains("| ONNX Runtime, after the last tenth |")
                .endsWith("|\n<!-- end reload -->\nb\n")
                .doesNotContain("old");
    }

    @Test
    void noRound_isWrongUsage() {
        assertThat(run("reload", "--rounds", "0")).isEqualTo(2);
    }

    private JsonNode measured(String bench, String... more) throws IOException {
        String here = folder.toString();
        List<String> arguments = new ArrayList<>(
                List.of(bench, "--scale", "0.002", "--rounds", "1", "--json", here, "--pictures", here));
        arguments.addAll(List.of(more));
        int code = run(arguments.toArray(String[]::new));
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
