package io.fieldloop.hub.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSamples;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.ModelName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class DatasetRestTest {
    private final TestHub hub;
    private final String model = TestHub.name("seen");
    private final String path = "/api/v1/datasets/" + TestHub.name("dataset");

    DatasetRestTest(TestHub hub) {
        this.hub = hub;
        new TestSamples(hub.part(Jdbi.class)).putBrief(new ModelName(model), List.of("bag", "boot"));
    }

    @Test
    void dataset_isFilledFrozenAndRead() throws Exception {
        put(model);

        var imported = hub.send(hub.request(path + "/imports?origin=lab")
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofByteArray(archive())));
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(200);
        assertThat(hub.json(imported).number("imported")).isEqualTo(30);
        assertThat(hub.json(imported).text("refused/0/file")).isEqualTo("bag/notes.txt");

        var taken = hub.send("POST", path + "/snapshots", "{\"seed\": 7, \"testShare\": 0.5}");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        Json snapshot = hub.json(taken);
        assertThat(snapshot.number("size")).isEqualTo(30);
        assertThat(snapshot.number("classes/bag")).isEqualTo(15);
        assertThat(taken.headers().firstValue("Location")).contains("/api/v1/snapshots/" + snapshot.text("id"));
        assertThat(hub.json(hub.get(path + "/snapshots")).text("items/0/id")).isEqualTo(snapshot.text("id"));

        Json first = hub.json(hub.get("/api/v1/snapshots/%s/items?limit=20".formatted(snapshot.text("id"))));
        Json second = hub.json(hub.get(
                "/api/v1/snapshots/%s/items?limit=20&cursor=%s".formatted(snapshot.text("id"), first.text("next"))));
        assertThat(first.list("items")).hasSize(20);
        assertThat(second.list("items")).hasSize(10);
        assertThat(second.isNull("next")).isTrue();
        assertThat(first.text("items/0/class")).isIn("bag", "boot");
    }

    @Test
    void whatIsWrong_isRefusedByItsName() throws Exception {
        assertThat(put("nothing-here").statusCode()).isEqualTo(404);
        put(model);

        var share = hub.send("POST", path + "/snapshots", "{\"seed\": 7, \"testShare\": 2}");
        assertThat(share.statusCode()).isEqualTo(400);
        assertThat(hub.json(share).text("errors/0/pointer")).isEqualTo("/testShare");
        var empty = hub.send("POST", path + "/snapshots", "{\"seed\": 7, \"testShare\": 0.2}");
        assertThat(empty.statusCode()).isEqualTo(409);
        assertThat(hub.get("/api/v1/snapshots/nonsense").statusCode()).isEqualTo(404);
        var viewer = hub.send(hub.as(hub.token("viewer"), path + "/snapshots")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"seed\": 7, \"testShare\": 0.2}")));
        assertThat(viewer.statusCode()).isEqualTo(403);
    }

    private HttpResponse<String> put(String ofModel) throws Exception {
        return hub.send("PUT", path, "{\"model\": \"%s\", \"description\": \"for tests\"}".formatted(ofModel));
    }

    private static byte[] archive() throws IOException {
        var archive = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(archive)) {
            for (int i = 0; i < 30; i++) {
                int[] pixels = new int[64];
                Arrays.fill(pixels, i * 0x010101);
                zip.putNextEntry(new ZipEntry("%s/%d.png".formatted(i % 2 == 0 ? "bag" : "boot", i)));
                zip.write(ImageWriter.png(new Image(8, 8, pixels)).toArray());
                zip.closeEntry();
            }
            zip.putNextEntry(new ZipEntry("bag/notes.txt"));
            zip.write(1);
            zip.closeEntry();
        }
        return archive.toByteArray();
    }
}
