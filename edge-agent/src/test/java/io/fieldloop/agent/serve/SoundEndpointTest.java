package io.fieldloop.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.agent.inference.WakeWordPackage;
import io.fieldloop.agent.testing.Speech;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.WavFile;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Speech sent to a real chain of models that hears one word. */
@Timeout(60)
final class SoundEndpointTest {
    private static final int RATE = 16_000;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private Path version;
    private LocalApi api;

    @BeforeEach
    void start() throws Exception {
        TestPackage wakeWord = WakeWordPackage.of();
        version = Files.createDirectories(folder.resolve("wake-word/1"));
        Files.write(version.resolve("manifest.json"), ManifestJson.write(wakeWord.manifest()));
        for (Map.Entry<Sha256, byte[]> file : wakeWord.files().entrySet()) {
            Files.write(version.resolve(file.getKey().hex()), file.getValue());
        }
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
    void speech_isAnsweredByTheWordsInIt_andWhen() throws Exception {
        byte[] speech = Speech.of("Good evening. Alexa. What time is it?");

        JsonNode answer = heard(post(speech));

        assertThat(answer.path("model_name").asText()).isEqualTo("wake-word");
        assertThat(answer.path("events")).hasSize(1);
        JsonNode event = answer.path("events").get(0);
        assertThat(event.path("label").asText()).isEqualTo("alexa");
        assertThat(event.path("score").asDouble()).isGreaterThan(0.5);
        assertThat(event.path("atMillis").asLong()).isBetween(900L, 2_500L);
    }

    /** Half of a word in one request, and the other half in the next, are no word. */
    @Test
    void soundsOfTwoRequests_areHeardApart() throws Exception {
        short[] samples = WavFile.read(Speech.of("Alexa."), RATE).samples();
        int middle = samples.length / 2;

        assertThat(heard(post(wav(samples, 0, middle))).path("events")).isEmpty();
        assertThat(heard(post(wav(samples, middle, samples.length))).path("events"))
                .isEmpty();
    }

    @Test
    void silence_isAnsweredByNoEvent_andWhatIsNoSuitableSound_isRefused() throws Exception {
        assertThat(heard(post(wav(new short[RATE], 0, RATE))).path("events")).isEmpty();
        assertThat(post(new byte[] {1, 2, 3}).statusCode()).isEqualTo(400);
        HttpResponse<String> slower = post(WavFile.write(new Sound(8_000, new short[8_000])));
        assertThat(slower.statusCode()).isEqualTo(400);
        assertThat(slower.body()).contains("8000");
        assertThat(post(new byte[(4 << 20) + 1]).statusCode()).isEqualTo(413);
    }

    @Test
    void imageForAModelThatHears_isRefused() throws Exception {
        HttpResponse<String> refused = post("image", new byte[] {1});

        assertThat(refused.statusCode()).isEqualTo(400);
    }

    /** What the hub rolled out answers as well, beside the stream that it hears. */
    @Test
    void modelThatWasRolledOut_isAskedAlike() throws Exception {
        var source = new LocalPackage(ManifestJson.read(Files.readAllBytes(version.resolve("manifest.json"))), version);
        try (var pool = new InferencePool(source.manifest().model().model(), 1, 1)) {
            pool.swap(pool.standBy(LoadedModel.load(source, Runtimes.available(), LoadOptions.DEFAULT)));
            api.close();
            api = LocalApi.start(
                    new DeployedModels(List.of(pool), ModelSettings.DEFAULT), Map.of(), ApiSettings.loopback(0));

            assertThat(heard(post(Speech.of("Alexa."))).path("events")).hasSize(1);
        }
    }

    private static byte[] wav(short[] samples, int from, int to) {
        return WavFile.write(new Sound(RATE, Arrays.copyOfRange(samples, from, to)));
    }

    private static JsonNode heard(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    private HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
        return post("sound", body);
    }

    private HttpResponse<String> post(String what, byte[] body) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:%d/v2/models/wake-word/%s".formatted(api.port(), what));
        return client.send(
                HttpRequest.newBuilder(uri)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
