package io.fieldloop.hub.registry;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.WavFile;
import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.predict.TestPackages;
import io.fieldloop.models.readings.ShuttleReadings;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedHub.class)
class RegistryRestTest {
    private final TestHub hub;
    private final String model = TestHub.name("fashion");
    private final BaseModel base;

    RegistryRestTest(TestHub hub) throws Exception {
        this.hub = hub;
        this.base = BaseModel.fashionCnn();
    }

    @Test
    void model_broughtOverHttp_answersAnImage() throws Exception {
        putBrief();
        String file = upload(base.read());
        String golden = upload(FashionModel.golden());

        var created = hub.send("POST", "/api/v1/models/%s/versions".formatted(model), version(file, golden));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        Json version = hub.json(created);
        assertThat(version.number("version")).isEqualTo(1);
        assertThat(version.text("variants/0/format")).isEqualTo("onnx");
        assertThat(version.text("lineage/origin")).isEqualTo("from the catalogue");
        assertThat(version.isNull("lineage/parentVersion")).isTrue();
        Json shown = hub.json(hub.get("/api/v1/models/" + model));
        assertThat(shown.text("versions/0/manifest")).isEqualTo(version.text("manifest"));
        assertThat(shown.text("brief/labels/0")).isEqualTo("t-shirt");

        var tried = predict("image/png", FashionModel.golden());
        assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
        assertThat(hub.json(tried).list("prediction/classes")).hasSize(3);
        assertThat(hub.json(tried).number("latencyMicros")).isPositive();

        var broken = predict("image/png", new byte[] {1, 2, 3});
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(hub.json(broken).text("detail")).startsWith("the body is no image");
    }

    @Test
    void modelThatHears_broughtOverHttp_answersItsGoldenSound() throws Exception {
        hub.send("PUT", "/api/v1/models/" + model, """
                {"description": "noise", "task": "sound-events", "labels": ["noise"], "metric": "none",
                 "floor": 0, "maxLatencyMicros": 0, "maxMemoryBytes": 0, "maxSizeBytes": 0}
                """);
        short[] loud = new short[1_600];
        Arrays.fill(loud, Short.MAX_VALUE);
        String golden = upload(WavFile.write(new Sound(16_000, loud)));

        var created = hub.send("POST", "/api/v1/models/%s/versions".formatted(model), """
                {"variants": [{"name": "onnx-fp32", "format": "onnx", "stages": [
                   {"file": "%s"},
                   {"file": "%s", "window": {"rows": 4, "step": 4}, "carries": [{"output": "after", "input": "before"}]}]}],
                 "preprocessing": {"type": "sound", "sampleRate": 16000, "fullScale": 1, "frame": 100, "hop": 100},
                 "postprocessing":
                   {"type": "threshold-events", "threshold": 0.5, "release": 0.2, "patience": 1, "quietMillis": 0},
                 "goldens": [{"input": "%s", "tolerance": 0.01}], "origin": "made by a test"}
                """.formatted(
                        upload(mean()), upload(sum()), golden));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        Manifest manifest = hub.part(Registry.class).manifest(ModelRef.of(model, 1));
        assertThat(manifest.variants().getFirst().stages()).hasSize(2);
        assertThat(manifest.goldens().getFirst().expected())
                .isInstanceOfSatisfying(
                        Classified.class,
                        heard -> assertThat(heard.classes()).singleElement().returns("noise", ClassScore::label));
    }

    @Test
    void modelOfReadings_broughtOverHttp_answersItsGoldenReadings() throws Exception {
        String states = ShuttleReadings.STATES.stream().map("\"%s\""::formatted).collect(joining(", ", "[", "]"));
        String sensors =
                ShuttleReadings.SENSORS.stream().map("\"%s\""::formatted).collect(joining(", ", "[", "]"));
        hub.send("PUT", "/api/v1/models/" + model, """
                {"description": "radiators", "task": "readings-classification", "labels": %s, "metric": "none",
                 "floor": 0, "maxLatencyMicros": 0, "maxMemoryBytes": 0, "maxSizeBytes": 0}
                """.formatted(states));
        String golden = upload(ShuttleReadings.load().csv(2, 1).getBytes(StandardCharsets.UTF_8));

        var created = hub.send("POST", "/api/v1/models/%s/versions".formatted(model), """
                {"variants": [{"name": "onnx-fp32", "format": "onnx", "file": "%s"}],
                 "preprocessing": {"type": "readings", "rows": 1, "columns": %s, "order": "rows-first",
                                   "mean": [0,0,0,0,0,0,0,0,0], "deviation": [1,1,1,1,1,1,1,1,1]},
                 "postprocessing": {"type": "top-classes", "output": "logits", "activation": "softmax", "count": 1},
                 "goldens": [{"input": "%s", "tolerance": 0.01}], "origin": "made by a test"}
                """.formatted(
                        upload(TestPackages.shuttleModel()), sensors, golden));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        Manifest manifest = hub.part(Registry.class).manifest(ModelRef.of(model, 1));
        assertThat(manifest.goldens().getFirst().expected())
                .isInstanceOfSatisfying(
                        Classified.class,
                        said -> assertThat(said.classes()).singleElement().returns("Rad.Flow", ClassScore::label));
    }

    /** One number of 100 samples. */
    private static byte[] mean() {
        return new OnnxGraph("mean")
                .input("sound", Dimension.of(1), Dimension.of(100))
                .node("ReduceMean", List.of("sound"), "loudness")
                .output("loudness", Dimension.of(1), Dimension.of(1))
                .model()
                .toByteArray();
    }

    /** Adds a fifth of the mean of 4 numbers to what there was. */
    private static byte[] sum() {
        return new OnnxGraph("sum")
                .input("loudness", Dimension.of(1), Dimension.of(4))
                .input("before", Dimension.of(1), Dimension.of(1))
                .initializer("weights", new float[] {0.05f, 0.05f, 0.05f, 0.05f}, 4, 1)
                .node("MatMul", List.of("loudness", "weights"), "more")
                .node("Add", List.of("more", "before"), "score")
                .node("Identity", List.of("score"), "after")
                .output("score", Dimension.of(1), Dimension.of(1))
                .output("after", Dimension.of(1), Dimension.of(1))
                .model()
                .toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/variants/0/file | \"file\": \"FILE\" | \"file\": \"0000000000000000000000000000000000000000000000000000000000000000\"",
                "/goldens/0/tolerance | \"tolerance\": 0.01 | \"tolerance\": 2",
                "/goldens/0/input | \"input\": \"GOLDEN\" | \"input\": \"no digest\"",
                "/postprocessing | \"count\": 3 | \"count\": 0",
                "/postprocessing/type | \"top-classes\" | \"tea-leaves\"",
                "/postprocessing/type | \"type\": \"top-classes\", | ",
                "/postprocessing/count | , \"count\": 3 | ",
                "/preprocessing/width | \"width\": 28, | ",
                "/preprocessing/mean | \"mean\": [0] | \"mean\": \"0\"",
                "/variants/0/name | \"name\": \"onnx-fp32\" | \"name\": {}",
                "/preprocessing | \"grey\" | \"blue\"",
                "/variants/0/format | \"onnx\" | \"zip\"",
                "/variants/0 | \"file\": \"FILE\" | \"files\": []",
                "/origin | from the catalogue | ",
            })
    void version_withAWrongField_isRefusedByItsName(String change) throws Exception {
        putBrief();
        String file = upload(base.read());
        String golden = upload(FashionModel.golden());
        String[] parts = change.split(" \\| ", -1);
        String wrong = version("FILE", "GOLDEN")
                .replace(parts[1], parts[2])
                .replace("FILE", file)
                .replace("GOLDEN", golden);

        var refused = hub.send("POST", "/api/v1/models/%s/versions".formatted(model), wrong);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(hub.json(refused).text("errors/0/pointer"))
                .as(refused.body())
                .startsWith(parts[0]);
    }

    @Test
    void version_ofAnUnknownForm_isRefusedWithTheFormsThatThereAre() throws Exception {
        putBrief();
        String wrong =
                version(upload(base.read()), upload(FashionModel.golden())).replace("top-classes", "tea-leaves");

        var refused = hub.send("POST", "/api/v1/models/%s/versions".formatted(model), wrong);

        assertThat(hub.json(refused).text("errors/0/detail"))
                .isEqualTo("'type' is one of top-classes, ssd-boxes, class-mask, threshold-events");
    }

    @Test
    void brief_changedByAViewer_isForbidden() throws Exception {
        var refused = hub.send(hub.as(hub.token("viewer"), "/api/v1/models/" + model)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(brief())));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(hub.json(refused).text("type")).isEqualTo("urn:fieldloop:problem:forbidden");
    }

    private void putBrief() throws Exception {
        var put = hub.send("PUT", "/api/v1/models/" + model, brief());
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    }

    private String brief() {
        return """
            {"description": "clothes", "task": "image-classification", "labels": [%s], "metric": "accuracy",
             "floor": 0.8, "maxLatencyMicros": 0, "maxMemoryBytes": 0, "maxSizeBytes": 1000000}
            """.formatted(base.labels().stream().map(l -> '"' + l + '"').collect(Collectors.joining(",")));
    }

    private String upload(byte[] content) throws Exception {
        var uploaded = hub.send(hub.request("/api/v1/blobs")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(content)));
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
        assertThat(hub.json(uploaded).text("sha256"))
                .isEqualTo(Sha256.of(content).hex());
        return hub.json(uploaded).text("sha256");
    }

    private java.net.http.HttpResponse<String> predict(String type, byte[] image) throws Exception {
        return hub.send(hub.request("/api/v1/models/%s/versions/1/predictions".formatted(model))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(image)));
    }

    private static String version(String file, String golden) {
        return """
            {"variants": [{"name": "onnx-fp32", "format": "onnx", "file": "%s"}],
             "preprocessing": {"width": 28, "height": 28, "colour": "grey", "layout": "nchw", "fit": "stretch",
               "scale": 1, "mean": [0], "deviation": [1]},
             "postprocessing": {"type": "top-classes", "output": "logits", "activation": "softmax", "count": 3},
             "goldens": [{"input": "%s", "tolerance": 0.01}],
             "limits": {"latencyMicros": 0, "memoryBytes": 0},
             "origin": "from the catalogue"}
            """.formatted(file, golden);
    }
}
