package io.fieldloop.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.ModelName;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API of a running agent: the versions come and go under the requests. */
@Timeout(60)
final class DeployedModelsTest {
    private static final String WHITE =
            "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [1, 1, 4, 4], \"data\": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}]}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final InferencePool pool = new InferencePool(new ModelName("light"), 2, 8);

    @TempDir
    private Path folder;

    private LocalApi api;

    @BeforeEach
    void start() throws Exception {
        api = LocalApi.start(
                new DeployedModels(List.of(pool), ModelSettings.DEFAULT), Map.of(), ApiSettings.loopback(0));
    }

    @AfterEach
    void stop() {
        api.close();
        pool.close();
        client.close();
    }

    @Test
    void noVersion_isToldToComeBack() throws Exception {
        assertThat(infer().statusCode()).isEqualTo(503);
        assertThat(post("/v2/repository/models/light/load", "").body()).contains("rolled out by its hub");
    }

    @Test
    void image_isAnsweredWithLabels() throws Exception {
        serve(3);

        HttpRequest request = HttpRequest.newBuilder(uri("/v2/models/light/image"))
                .POST(BodyPublishers.ofByteArray(
                        ImageWriter.png(TestPackage.image(255)).toArray()))
                .build();
        String answer = client.send(request, BodyHandlers.ofString()).body();

        assertThat(answer)
                .startsWith("{\"model_name\":\"light\",\"model_version\":\"3\",\"classes\":[{\"label\":\"bright\"");
        assertThat(post("/v2/models/light/image", "no image").statusCode()).isEqualTo(400);
    }

    @Test
    void swapsUnderLoad_loseNoRequestAndNameTheVersionThatAnswered() throws Exception {
        serve(1);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 400; i++) {
                answers.add(executor.submit(this::infer));
            }
            for (int version = 2; version <= 20; version++) {
                serve(version);
            }
        }

        for (Future<HttpResponse<String>> future : answers) {
            HttpResponse<String> answer = future.resultNow();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            int version = Integer.parseInt(answer.body().replaceAll(".*\"model_version\":\"(\\d+)\".*", "$1"));
            double bright = Double.parseDouble(answer.body().replaceAll(".*\"data\":\\[([^,]+),.*", "$1"));
            assertThat(bright).isEqualTo(version / 2.0);
        }
        assertThat(infer().body()).contains("\"model_version\":\"20\"");
    }

    private void serve(int version) throws Exception {
        pool.swap(pool.standBy(LoadedModel.load(
                TestPackage.of(version).in(folder.resolve("v" + version)), Runtimes.available(), LoadOptions.DEFAULT)));
    }

    private HttpResponse<String> infer() throws Exception {
        return post("/v2/models/light/infer", WHITE);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:%d%s".formatted(api.port(), path));
    }
}
