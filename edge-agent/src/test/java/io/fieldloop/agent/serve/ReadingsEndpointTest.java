package io.fieldloop.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.TestPackages;
import io.fieldloop.models.readings.ShuttleReadings;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real readings sent to a model that has learnt to tell their states. */
@Timeout(60)
final class ReadingsEndpointTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private LocalPackage shuttle;
    private LocalApi api;

    @BeforeEach
    void start() throws Exception {
        Path version = Files.createDirectories(folder.resolve("shuttle/1"));
        shuttle = TestPackages.shuttle(version);
        Path model =
                version.resolve(shuttle.manifest().files().getFirst().sha256().hex());
        Files.copy(model, version.resolve("model.onnx"));
        Files.write(version.resolve("manifest.json"), ManifestJson.write(shuttle.manifest()));
        api = LocalApi.start(
                FolderModels.open(folder, Runtimes.available(), ModelSettings.DEFAULT),
                Map.of(),
                ApiSettings.loopback(0));
    }

    @AfterEach
    void stop() {
        api.close();
        client.close();
    }

    @Test
    void readings_areAnsweredByTheirState() throws Exception {
        assertThat(stateOf(post("readings", window()))).isEqualTo("Rad.Flow");
    }

    @Test
    void whatTheModelCannotRead_isRefused() throws Exception {
        HttpResponse<String> garbled = post("readings", "V1\nabc\n");
        assertThat(garbled.statusCode()).isEqualTo(400);
        assertThat(garbled.body()).contains("the body holds no readings: value 1 of line 2 is no number");

        HttpResponse<String> other = post("readings", "x,y\n1,2\n");
        assertThat(other.statusCode()).isBetween(400, 500);
        assertThat(other.body()).contains("no column 'V1'");
        assertThat(post("readings", "1\n".repeat(5 << 20)).statusCode()).isEqualTo(413);
        assertThat(post("image", window()).statusCode()).isEqualTo(400);
    }

    @Test
    void modelThatWasRolledOut_isAskedAlike() throws Exception {
        try (var pool = new InferencePool(shuttle.manifest().model().model(), 1, 1)) {
            pool.swap(pool.standBy(LoadedModel.load(shuttle, Runtimes.available(), LoadOptions.DEFAULT)));
            api.close();
            api = LocalApi.start(
                    new DeployedModels(List.of(pool), ModelSettings.DEFAULT), Map.of(), ApiSettings.loopback(0));

            assertThat(stateOf(post("readings", window()))).isEqualTo("Rad.Flow");
        }
    }

    private static String window() throws Exception {
        return ShuttleReadings.load().csv(2, 1);
    }

    private static String stateOf(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode json = new JsonMapper().readTree(answer.body());
        return json.path("classes").get(0).path("label").asText();
    }

    private HttpResponse<String> post(String what, String body) throws Exception {
        URI uri = URI.create("http://localhost:%d/v2/models/shuttle/%s".formatted(api.port(), what));
        return client.send(
                HttpRequest.newBuilder(uri)
                        .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)))
                        .build(),
                BodyHandlers.ofString());
    }
}
