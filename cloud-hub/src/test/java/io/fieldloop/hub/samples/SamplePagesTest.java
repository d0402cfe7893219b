package io.fieldloop.hub.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.hub.TestSamples;
import io.fieldloop.hub.labelling.TestLabels;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import io.fieldloop.protocol.message.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class SamplePagesTest {
    private static final StreamName LINE = new StreamName("line");
    private static final Bytes MEDIA = Bytes.copyOf(new byte[] {1, 2, 3});

    private final TestHub hub;
    private final DeviceId device = new DeviceId(TestHub.name("camera"));

    SamplePagesTest(TestHub hub) {
        this.hub = hub;
    }

    @BeforeEach
    void enrol() throws Exception {
        TestDevice.enrolled(hub, device.value()).close();
    }

    private void store(List<Sample> samples) {
        hub.part(Jdbi.class)
                .useTransaction(transaction -> hub.part(Samples.class)
                        .store(
                                transaction,
                                samples.stream()
                                        .map(s -> new Captured(device, 1, LINE, s))
                                        .toList()));
    }

    private static List<Sample> numbered(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(n -> TestSampleBatches.sample(n, "image/png", MEDIA))
                .toList();
    }

    @Test
    void pages_whileSamplesArrive_neitherSkipNorRepeat() throws Exception {
        store(numbered(1, 40));
        List<Long> seen = new ArrayList<>();
        String path = "/api/v1/samples?limit=7&device=" + device;
        Json page = hub.json(hub.get(path));
        long next = 41;
        while (true) {
            page.list("items").forEach(s -> seen.add(s.number("sequence")));
            if (page.isNull("next")) {
                break;
            }
            store(numbered(next, next + 2));
            next += 3;
            page = hub.json(hub.get(path + "&cursor=" + page.text("next")));
        }

        List<Long> expected =
                LongStream.rangeClosed(1, 40).map(n -> 41 - n).boxed().toList();
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void page_withANextOne_linksToItWithItsFilters() throws Exception {
        store(numbered(1, 3));

        var first = hub.get("/api/v1/samples?limit=2&rule=random&device=" + device);

        String link = first.headers().firstValue("Link").orElseThrow();
        assertThat(link).endsWith(">; rel=\"next\"").contains("rule=random", "device=" + device, "limit=2");
        String next = link.substring(1, link.indexOf('>'));
        var second = hub.get(next);
        assertThat(hub.json(second).list("items")).hasSize(1);
        assertThat(second.headers().firstValue("Link")).isEmpty();
    }

    @Test
    void sampleWithAMask_isToldWithItsRuns_andFoundByItsLargestRegion() throws Exception {
        var mask = new Mask(
                4,
                2,
                0.25,
                List.of(new Region("road", 0.9, List.of(0, 4, 4)), new Region("grass", 0.75, List.of(6, 2))));
        store(List.of(new Sample(
                1,
                Instant.EPOCH,
                "image/png",
                MEDIA,
                ModelRef.of("ground", 1),
                new Segmented(mask),
                List.of("low-confidence"),
                0.5)));

        Json found = hub.json(hub.get("/api/v1/samples?class=road&device=" + device));

        assertThat(found.list("items")).hasSize(1);
        assertThat(found.at("items/0/confidence")).hasToString("0.75");
        assertThat(found.text("items/0/prediction/mask/regions/1/label")).isEqualTo("grass");
        assertThat(found.number("items/0/prediction/mask/regions/0/counts/1")).isEqualTo(4);
        assertThat(hub.json(hub.get("/api/v1/samples?class=grass&device=" + device))
                        .list("items"))
                .isEmpty();
    }

    @Test
    void filters_showWhatMeetsAllOfThem() throws Exception {
        ModelRef old = ModelRef.of("fashion", 1);
        ModelRef fresh = ModelRef.of("fashion", 2);
        store(List.of(
                TestSampleBatches.sample(1, "image/png", MEDIA, old, "shirt", 0.9, "random"),
                TestSampleBatches.sample(2, "image/png", MEDIA, old, "coat", 0.4, "low-confidence"),
                TestSampleBatches.sample(3, "image/png", MEDIA, fresh, "shirt", 0.5, "random")));

        Map<String, List<Long>> expected = Map.ofEntries(
                Map.entry("", List.of(3L, 2L, 1L)),
                Map.entry("stream=line", List.of(3L, 2L, 1L)),
                Map.entry("stream=other", List.of()),
                Map.entry("model=fashion&version=1", List.of(2L, 1L)),
                Map.entry("model=other", List.of()),
                Map.entry("class=shirt", List.of(3L, 1L)),
                Map.entry("minConfidence=0.5", List.of(3L, 1L)),
                Map.entry("maxConfidence=0.5", List.of(3L, 2L)),
                Map.entry("minConfidence=0.45&maxConfidence=0.55", List.of(3L)),
                Map.entry("rule=low-confidence", List.of(2L)),
                Map.entry("class=shirt&rule=random&version=2", List.of(3L)),
                Map.entry("state=unlabelled", List.of(3L, 2L, 1L)),
                Map.entry("state=labelled", List.of()),
                Map.entry("label=shirt", List.of()));
        for (var filter : expected.entrySet()) {
            assertThat(sequences(filter.getKey())).as(filter.getKey()).isEqualTo(filter.getValue());
        }
    }

    @Test
    void times_showWhatArrivedBetweenThem() throws Exception {
        store(numbered(1, 1));
        String before = arrival();
        store(numbered(2, 2));
        String between = arrival();

        assertThat(sequences("until=" + before)).isEmpty();
        assertThat(sequences("from=" + before)).containsExactly(2L, 1L);
        assertThat(sequences("from=" + Instant.parse(between).plusMillis(1))).isEmpty();
        assertThat(sequences("until=" + Instant.parse(between).plusMillis(1))).containsExactly(2L, 1L);
    }

    /** Of the newest sample, by its id. */
    private String arrival() throws Exception {
        UUID id = UUID.fromString(
                hub.json(hub.get("/api/v1/samples?device=" + device)).text("items/0/id"));
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16).toString();
    }

    private List<Long> sequences(String filter) throws Exception {
        var answer = hub.get("/api/v1/samples?device=%s&%s".formatted(device, filter));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return hub.json(answer).list("items").stream()
                .map(s -> s.number("sequence"))
                .toList();
    }

    @Test
    void labels_showWhatHasThem_pageByPage() throws Exception {
        String model = TestHub.name("labelled");
        new TestSamples(hub.part(Jdbi.class)).putBrief(new ModelName(model), List.of("shirt", "coat"));
        store(LongStream.rangeClosed(1, 5)
                .mapToObj(n -> TestSampleBatches.sample(n, "image/png", MEDIA, ModelRef.of(model, 1), "x", 0.5, "r"))
                .toList());
        label(Map.of(1L, "shirt", 2L, "coat", 3L, "shirt", 5L, "shirt"));

        assertThat(sequences("label=shirt")).containsExactly(5L, 3L, 1L);
        assertThat(sequences("state=labelled")).containsExactly(5L, 3L, 2L, 1L);
        assertThat(sequences("state=unlabelled")).containsExactly(4L);
        assertThat(sequences("label=shirt&state=labelled")).containsExactly(5L, 3L, 1L);
        assertThat(sequences("label=shirt&state=skipped")).isEmpty();
        Json first = hub.json(hub.get("/api/v1/samples?limit=2&label=shirt&device=" + device));
        assertThat(sequences("label=shirt&cursor=" + first.text("next"))).containsExactly(1L);
    }

    private void label(Map<Long, String> classes) throws Exception {
        var labels = new TestLabels(hub);
        for (Json sample : hub.json(hub.get("/api/v1/samples?device=" + device)).list("items")) {
            String className = classes.get(sample.number("sequence"));
            if (className != null) {
                labels.label(UUID.fromString(sample.text("id")), className);
            }
        }
    }

    @Test
    void like_showsImagesThatLookAlike_andMeetTheOtherFilters() throws Exception {
        int[] shades = new Random(8).ints(72, 0, 255).toArray();
        shades[39] = 100;
        shades[40] = 50;
        shades[41] = 100;
        Bytes image = cells(shades);
        shades[40] = 200; // two of the 64 bits
        Bytes near = cells(shades);
        Bytes far = cells(IntStream.of(shades).map(shade -> 255 - shade).toArray());
        store(List.of(
                TestSampleBatches.sample(1, "image/png", image),
                TestSampleBatches.sample(2, "image/png", near),
                TestSampleBatches.sample(3, "image/png", far),
                TestSampleBatches.sample(4, "image/png", MEDIA),
                TestSampleBatches.sample(5, "audio/wav", image)));
        String id = id(1);
        Await.until("the hub has looked at them", () -> sequences("like=" + id).size() == 2);

        assertThat(sequences("like=" + id)).containsExactly(2L, 1L);
        assertThat(sequences("distance=0&like=" + id)).containsExactly(1L);
        assertThat(sequences("stream=other&like=" + id)).isEmpty();
        assertThat(sequences("until=" + Instant.EPOCH + "&like=" + id)).isEmpty();
        for (String noImage : List.of(id(4), UUID.randomUUID().toString())) {
            var answer = hub.get("/api/v1/samples?like=" + noImage);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(hub.json(answer).text("errors/0/pointer")).isEqualTo("?like");
        }
    }

    private String id(long sequence) throws Exception {
        return hub.json(hub.get("/api/v1/samples?device=" + device)).list("items").stream()
                .filter(sample -> sample.number("sequence") == sequence)
                .findFirst()
                .orElseThrow()
                .text("id");
    }

    /** An image of nine by eight cells of these shades. */
    private static Bytes cells(int[] shades) {
        int[] pixels = IntStream.range(0, 90 * 80)
                .map(pixel -> shades[pixel / 900 * 9 + pixel % 90 / 10] * 0x010101)
                .toArray();
        return ImageWriter.png(new Image(90, 80, pixels));
    }

    @Test
    void filter_outOfItsRange_isRefusedNamingIt() throws Exception {
        for (String wrong :
                List.of("minConfidence=2", "version=many", "state=odd", "from=yesterday", "like=x", "distance=4")) {
            var answer = hub.get("/api/v1/samples?" + wrong);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(hub.json(answer).text("errors/0/pointer"))
                    .as(answer.body())
                    .isEqualTo("?" + wrong.split("=")[0]);
        }
    }

    @Test
    void sample_ofUnknownModel_isShownWhole() throws Exception {
        store(List.of(TestSampleBatches.sample(7, "image/png", MEDIA, ModelRef.of("nobody-knows", 9), "x", 0.25, "r")));
        Json listed = hub.json(hub.get("/api/v1/samples?device=" + device)).at("items/0");

        Json sample = hub.json(hub.get("/api/v1/samples/" + listed.text("id")));

        assertThat(sample.toString()).isEqualTo(listed.toString());
        assertThat(sample.text("deviceId")).isEqualTo(device.value());
        assertThat(sample.text("model")).isEqualTo("nobody-knows");
        assertThat(sample.number("version")).isEqualTo(9);
        assertThat(sample.text("prediction/classes/0/label")).isEqualTo("x");
        assertThat(sample.at("prediction").toString()).doesNotContain("boxes");
        assertThat(sample.text("rules/0")).isEqualTo("r");
        assertThat(sample.number("sizeBytes")).isEqualTo(3);
        assertThat(sample.text("media")).isEqualTo(MEDIA.sha256().hex());
        assertThat(sample.text("capturedAt")).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(sample.text("state")).isEqualTo("unlabelled");
        assertThat(sample.isNull("label")).isTrue();
    }

    @Test
    void sample_thatIsNot_isNotFound() throws Exception {
        var answer = hub.get("/api/v1/samples/" + UUID.randomUUID());

        assertThat(answer.statusCode()).isEqualTo(404);
    }
}
