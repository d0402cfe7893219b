package io.fieldloop.hub.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.hub.preview.Previews;
import io.fieldloop.models.audio.FlacFile;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.WavFile;
import io.fieldloop.models.readings.Npy;
import io.fieldloop.models.readings.Zstandard;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class MediaRestTest {
    private static final StreamName LINE = new StreamName("line");

    private final TestHub hub;
    private final Jdbi jdbi;
    private final DeviceId device = new DeviceId(TestHub.name("senses"));
    private long sequence;

    MediaRestTest(TestHub hub) throws Exception {
        this.hub = hub;
        this.jdbi = hub.part(Jdbi.class);
        TestDevice.enrolled(hub, device.value()).close();
    }

    /** The path of a sample that was just stored. */
    private String stored(String mediaType, byte[] media) throws Exception {
        var sample = TestSampleBatches.sample(++sequence, mediaType, Bytes.wrap(media));
        jdbi.useTransaction(transaction ->
                hub.part(Samples.class).store(transaction, List.of(new Captured(device, 1, LINE, sample))));
        Json newest = hub.json(hub.get("/api/v1/samples?limit=1&device=" + device));
        return "/api/v1/samples/" + newest.text("items/0/id");
    }

    private static byte[] wav(int samples) {
        short[] sound = new short[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = (short) (20_000 * Math.sin(i / 9.0));
        }
        return WavFile.write(new Sound(16_000, sound));
    }

    @Test
    void image_hasAThumbnail() throws Exception {
        String sample = stored(
                "image/png",
                ImageWriter.png(new Image(800, 400, new int[320_000])).toArray());

        HttpResponse<byte[]> preview = hub.bytes(sample + "/preview");

        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(ImageReader.read(Bytes.wrap(preview.body())).width()).isEqualTo(320);
        assertThat(hub.json(hub.get(sample + "/outline")).number("width")).isEqualTo(800);
    }

    @Test
    void soundSeriesAndTensor_haveADrawingAndAnOutline() throws Exception {
        Json sound = outlineBehindADrawing(stored("audio/wav", wav(16_000)));
        assertThat(sound.text("kind")).isEqualTo("sound");
        assertThat(sound.number("millis")).isEqualTo(1_000);
        assertThat(sound.list("high")).hasSize(1_000);

        Json flac = outlineBehindADrawing(stored("audio/flac", FlacFile.write(new Sound(16_000, new short[8_000]))));
        assertThat(flac.text("kind")).isEqualTo("sound");
        assertThat(flac.number("millis")).isEqualTo(500);

        Json series = outlineBehindADrawing(stored("text/csv", "time,x\n0,1\n1,\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(series.text("kind")).isEqualTo("series");
        assertThat(series.text("channels/0/name")).isEqualTo("x");
        assertThat(series.isNull("channels/0/low/1")).isTrue();

        Json tensor =
                outlineBehindADrawing(stored("application/x-npy", Npy.file("|u1", "(2, 2)", new byte[] {1, 2, 3, 4})));
        assertThat(tensor.text("kind")).isEqualTo("tensor");
        assertThat(tensor.number("shape/1")).isEqualTo(2);
    }

    @Test
    void readingsThatADeviceCompressed_areShown_andGivenAsTheyWere() throws Exception {
        byte[] csv = "x,y\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);
        String sample = stored("text/csv+zstd", Zstandard.compress(csv));

        assertThat(outlineBehindADrawing(sample).text("channels/1/name")).isEqualTo("y");
        HttpResponse<byte[]> media = hub.bytes(sample + "/media");
        assertThat(media.body()).isEqualTo(csv);
        assertThat(media.headers().firstValue("Content-Type")).hasValue("text/csv");
        assertThat(media.headers().firstValue("ETag"))
                .hasValueSatisfying(tag -> assertThat(tag).endsWith("-file\""));
    }

    @Test
    void readingsThatAreNotCompressedAsADeviceSays_areGivenAsTheyCame_andSaySo() throws Exception {
        byte[] csv = "x,y\n1,2\n".getBytes(StandardCharsets.UTF_8);
        String sample = stored("text/csv+zstd", csv);

        assertThat(outlineBehindADrawing(sample).text("reason")).isEqualTo("it is no Zstandard, damaged, or cut off");
        HttpResponse<byte[]> media = hub.bytes(sample + "/media");
        assertThat(media.body()).isEqualTo(csv);
        assertThat(media.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(outlineBehindADrawing(stored("text/csv", csv)).text("kind"))
                .as("the same bytes otherwise said")
                .isEqualTo("series");
    }

    @Test
    void whatCannotBeShown_saysWhy() throws Exception {
        Json foreign = outlineBehindADrawing(stored("text/html", "<script>".getBytes(StandardCharsets.UTF_8)));
        assertThat(foreign.text("kind")).isEqualTo("unreadable");
        assertThat(foreign.text("reason")).isEqualTo("no preview is made of media of type text/html");

        Json wrong = outlineBehindADrawing(stored("image/jpeg", wav(100)));
        assertThat(wrong.text("reason")).isEqualTo("the bytes are neither PNG nor JPEG");

        Json cut = outlineBehindADrawing(stored("audio/wav", Arrays.copyOf(wav(100), 99)));
        assertThat(cut.text("reason")).startsWith("the sound is cut off");

        Json names = outlineBehindADrawing(stored("text/csv", "a\u0000b\nx\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(names.text("reason")).isEqualTo("value 1 of line 2 is no number");
    }

    /** Asked for twice, so that it comes once from its making and once as it was kept. */
    private Json outlineBehindADrawing(String sample) throws Exception {
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> preview = hub.get(sample + "/preview");
            assertThat(preview.statusCode()).as(preview.body()).isEqualTo(200);
            assertThat(preview.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
            assertThat(preview.body()).startsWith("<svg ").endsWith("</svg>\n").doesNotContain("<script");
            assertSafeAndLasting(preview);
        }
        HttpResponse<String> outline = hub.get(sample + "/outline");
        assertThat(outline.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        return hub.json(outline);
    }

    private static void assertSafeAndLasting(HttpResponse<?> answer) {
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("private", "immutable");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("sandbox", "default-src 'none'");
        assertThat(answer.headers().firstValue("ETag")).isPresent();
    }

    @Test
    void previewAndMedia_thatTheClientHas_areNotSentAgain() throws Exception {
        String sample = stored("audio/wav", wav(200));
        for (String path : List.of(sample + "/preview", sample + "/media")) {
            String tag = hub.get(path).headers().firstValue("ETag").orElseThrow();
            for (String known : List.of(tag, "\"other\", W/" + tag, "*")) {
                HttpResponse<String> answer = hub.send(hub.request(path).header("If-None-Match", known));
                assertThat(answer.statusCode()).as(known).isEqualTo(304);
                assertThat(answer.body()).isEmpty();
                assertThat(answer.headers().firstValue("ETag")).hasValue(tag);
            }
            assertThat(hub.send(hub.request(path).header("If-None-Match", "\"other\""))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void media_isSentByTheParts_thatAPlayerSeeksTo() throws Exception {
        byte[] wav = wav(5_000);
        String sample = stored("audio/wav", wav);

        HttpResponse<byte[]> whole = part(sample, "bytes=");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(wav);
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("audio/wav");
        assertThat(whole.headers().firstValue("Content-Disposition")).isEmpty();
        assertSafeAndLasting(whole);

        HttpResponse<byte[]> part = part(sample, "bytes=1000-1999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(wav, 1_000, 2_000));
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 1000-1999/" + wav.length);
        assertThat(part.headers().firstValue("Accept-Ranges")).hasValue("bytes");

        assertThat(part(sample, "bytes=99999-").statusCode()).isEqualTo(416);
    }

    private HttpResponse<byte[]> part(String sample, String range) throws Exception {
        return hub.bytes(hub.request(sample + "/media").header("Range", range));
    }

    @Test
    void mediaThatMayHoldAScript_isSavedNotShown() throws Exception {
        for (String type :
                List.of("text/html", "image/svg+xml", "text/csv", "application/x-npy", "no type\u00a0at all")) {
            HttpResponse<String> answer =
                    hub.get(stored(type, "<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8)) + "/media");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                    .matches("attachment; filename=\"[0-9a-f-]{36}\"");
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .isIn("application/octet-stream", "text/csv", "application/x-npy");
            assertSafeAndLasting(answer);
        }
    }

    @Test
    void previewsAskedForAtOnce_areAllAnswered() throws Exception {
        String sample = stored(
                "image/png",
                ImageWriter.png(new Image(2_000, 2_000, new int[4_000_000])).toArray());
        Callable<Integer> ask = () -> hub.get(sample + "/preview").statusCode();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = people.invokeAll(Stream.generate(() -> ask).limit(12).toList());
            for (var each : asked) {
                assertThat(each.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void previewOfDeletedMedia_isForgottenAndNotKeptAgain() throws Exception {
        byte[] media = wav(321);
        Bytes name = Bytes.wrap(media);
        String sample = stored("audio/wav", media);
        hub.get(sample + "/preview");
        assertThat(kept(name)).isEqualTo(1);

        jdbi.useTransaction(transaction -> {
            transaction.execute(
                    "DELETE FROM sample WHERE media = ?", (Object) name.sha256().toArray());
            hub.part(Previews.class).forget(transaction, List.of(name.sha256()));
        });

        assertThat(kept(name)).isZero();
        assertThat(hub.part(Previews.class).of(name.sha256(), "audio/wav").pictureType())
                .isEqualTo("image/svg+xml");
        assertThat(kept(name)).isZero();
    }

    private int kept(Bytes media) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM preview WHERE medium = :medium")
                .bind("medium", media.sha256())
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void previewOfNothing_isNotFound() throws Exception {
        for (String path : List.of("/preview", "/outline", "/media")) {
            HttpResponse<String> answer = hub.get("/api/v1/samples/01980000-0000-7000-8000-000000000000" + path);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }
}
