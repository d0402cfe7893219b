package io.fieldloop.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.ImageWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code docs/local-api.openapi.yaml} says of the local API is what it does. */
final class LocalApiDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("fieldloop.root", "..")).resolve("docs/local-api.openapi.yaml");
    private static final String VERSIONS = "/versions/{version}";

    @TempDir
    private Path folder;

    private JsonNode document;
    private Models models;

    @BeforeEach
    void open() throws IOException {
        document = new JsonMapper()
                .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DOCUMENT)));
        TestPackage light = TestPackage.of(1);
        Path version = Files.createDirectories(folder.resolve("light/1"));
        Files.write(version.resolve("manifest.json"), ManifestJson.write(light.manifest()));
        Files.write(
                version.resolve("model.onnx"),
                light.file(light.manifest().variants().getFirst().file().sha256()));
        models = FolderModels.open(folder, Runtimes.available(), ModelSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void document_hasTheRoutesThatAreServed_andNoOther() {
        List<Route> routes = new Endpoints(
                        models, new StreamEndpoint(Map.of()), new Guard(Optional.empty()), Clock.systemUTC())
                .routes();
        List<Route> documented = new ArrayList<>();
        document.path("paths").forEachEntry((path, operations) -> {
            for (String method : List.of("get", "post")) {
                if (operations.has(method)) {
                    documented.add(served(routes, method.toUpperCase(Locale.ROOT), path));
                }
            }
            if (path.startsWith("/v2/models/{model}") && !path.contains(VERSIONS)) {
                assertThat(document.path("paths").has(path.replace("{model}", "{model}" + VERSIONS)))
                        .as("%s of one version", path)
                        .isTrue();
            }
        });

        assertThat(documented).containsAll(routes);
    }

    private static Route served(List<Route> routes, String method, String path) {
        String example = path.replaceAll("\\{[a-z]+}", "a");
        return routes.stream()
                .filter(route ->
                        route.takes(method) && route.path().matcher(example).matches())
                .findFirst()
                .orElseThrow(() -> new AssertionError("%s %s is documented and not served".formatted(method, path)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /v2                           | 200 | Server",
                "GET  | /v2/health/live               | 200 | Live",
                "GET  | /v2/health/ready              | 200 | Ready",
                "GET  | /v2/models/light              | 200 | Model",
                "GET  | /v2/models/light/ready        | 200 | ModelReady",
                "GET  | /v2/models/light/stats        | 200 | Statistics",
                "GET  | /v2/models/stats              | 200 | Statistics",
                "GET  | /v2/models/dark               | 404 | Error",
                "POST | /v2/models/light/image        | 200 | Prediction",
                "POST | /v2/models/light/sound        | 400 | Error",
                "POST | /v2/models/light/readings     | 400 | Error",
                "POST | /v2/models/light/infer        | 200 | InferenceResponse",
                "POST | /v2/repository/index          | 200 | Index",
                "POST | /v2/streams/line/image        | 404 | Error",
                "POST | /v2/streams/line/readings     | 404 | Error",
            })
    void answers_areAsTheSchemasSay(String method, String path, int status, String schema) throws Exception {
        try (LocalApi api = LocalApi.start(models, Map.of(), ApiSettings.loopback(0));
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:%d%s".formatted(api.port(), path)))
                    .method(method, body(path))
                    .build();

            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertFits(schema, answer.body());
        }
    }

    @Test
    void request_thatIsAnswered_isAsTheSchemaSays() {
        assertFits("InferenceRequest", tensors());
        assertThat(complaints("InferenceRequest", tensors().replace("data", "elements")))
                .isNotEmpty();
    }

    private static BodyPublisher body(String path) {
        if (path.endsWith("/image")) {
            return BodyPublishers.ofByteArray(
                    ImageWriter.png(TestPackage.image(255)).toArray());
        }
        return path.endsWith("/infer") ? BodyPublishers.ofString(tensors()) : BodyPublishers.noBody();
    }

    private static String tensors() {
        return """
                {"id": "1", "inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 1, 4, 4], "data": %s}]}""".formatted(Collections.nCopies(16, 0.5));
    }

    private void assertFits(String schema, String json) {
        assertThat(complaints(schema, json)).as(json).isEmpty();
    }

    private List<?> complaints(String schema, String json) {
        ObjectNode tree = document.deepCopy();
        tree.put("$ref", "#/components/schemas/" + schema);
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(tree)
                    .validate(new JsonMapper().readTree(json));
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
