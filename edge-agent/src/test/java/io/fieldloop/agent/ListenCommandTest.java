package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.testing.Speech;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.testing.Programs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Speech that a synthesiser makes, heard by the networks of openWakeWord. */
final class ListenCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "tflite"})
    void word_isHeardOnceEachTimeItIsSaid(String format) throws Exception {
        List<String> lines =
                heard(format, Speech.of("Alexa. What time is it? Good morning everybody. Alexa. Good night."));

        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .matches("\\{\"atMillis\":\\d+,\"label\":\"alexa\",\"score\":(0\\.[5-9]\\d*|1\\.0)}"));
        assertThat(atMillis(lines.get(0))).isBetween(300L, 1_500L);
        assertThat(atMillis(lines.get(1))).isBetween(2_500L, 8_000L);
    }

    @Test
    void bothFormats_hearTheSameAtTheSameTime() throws Exception {
        byte[] speech = Speech.of("Good evening. Alexa. Good night.");

        assertThat(heard("tflite", speech).stream().map(ListenCommandTest::atMillis))
                .containsExactlyElementsOf(heard("onnx", speech).stream()
                        .map(ListenCommandTest::atMillis)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"onnx | Hey Jarvis. Alex, a lecture is over.", "tflite | Good morning everybody."})
    void otherWords_areNotHeard(String format, String text) throws Exception {
        assertThat(heard(format, Speech.of(text))).isEmpty();
    }

    /** Silero's detector of voices, whose state goes from one run to the next. */
    @Test
    void voices_areHeardByAModelThatKeepsAState() throws Exception {
        String chain = """
                {
                  "preprocessing": {"type": "sound", "sampleRate": 16000, "fullScale": 1, "frame": 576, "hop": 512},
                  "stages": [{
                    "file": "%s",
                    "carries": [{"output": "stateN", "input": "state"}],
                    "constants": [{"input": "sr", "value": 16000}]
                  }],
                  "postprocessing":
                    {"type": "threshold-events", "threshold": 0.5, "release": 0.35, "patience": 3, "quietMillis": 300},
                  "labels": ["voice"]
                }
                """.formatted(TestAssets.file("voice-activity", "silero_vad_16k_op15.onnx"));

        List<String> lines = heard(chain, new ByteArrayInputStream(Speech.of("Good morning everybody. What a day.")));

        assertThat(lines).isNotEmpty().allMatch(line -> line.contains("\"label\":\"voice\""));
        assertThat(atMillis(lines.getFirst())).isBetween(50L, 800L);
    }

    @Test
    void soundOfAnotherRate_isRefusedWithTheCommandThatConvertsIt() throws Exception {
        Programs.require("espeak-ng");
        byte[] speech = Speech.output(List.of(List.of("espeak-ng", "--stdout", "Alexa")));

        assertThatThrownBy(() -> heard("onnx", speech))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("22050 samples a second")
                .hasMessageContaining("ffmpeg -i IN -ar 16000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "embedding_model | absent        | cannot be used",
                "'rows\": 76'    | 'rows\": 77'  | no window of 77 rows",
                "'threshold\"'    | 'threshhold\"' | postprocessing.threshold",
                "16000           | 1             | sampleRate must be within 8000 to 192000",
            })
    void chainThatIsWrong_isExplained(String right, String wrong, String said) throws Exception {
        String chain = chain("onnx").replace(right, wrong);
        byte[] silence = new byte[44];

        assertThatThrownBy(() -> heard(chain, new ByteArrayInputStream(silence)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(said);
    }

    private List<String> heard(String format, byte[] wav) throws Exception {
        return heard(chain(format), new ByteArrayInputStream(wav));
    }

    private List<String> heard(String chain, InputStream wav) throws Exception {
        Path file = Files.writeString(folder.resolve("chain.json"), chain);
        var out = new ByteArrayOutputStream();
        ListenCommand.run(
                CommandLine.parse(List.of("--chain", file.toString()), ListenCommand.OPTIONS, List.of()),
                wav,
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static long atMillis(String line) {
        return Long.parseLong(line.replaceAll(".*\"atMillis\":(\\d+).*", "$1"));
    }

    private static String chain(String format) {
        return """
                {
                  "preprocessing": {"type": "sound", "sampleRate": 16000, "fullScale": 32768, "frame": 1760, "hop": 1280},
                  "stages": [
                    {"file": "%s"},
                    {"file": "%s", "window": {"rows": 76, "step": 8, "scale": 0.1, "offset": 2}},
                    {"file": "%s", "window": {"rows": 16, "step": 1}}
                  ],
                  "postprocessing":
                    {"type": "threshold-events", "threshold": 0.5, "release": 0.2, "patience": 1, "quietMillis": 500},
                  "labels": ["alexa"]
                }
                """.formatted(
                        TestAssets.file("speech-features", "melspectrogram." + format),
                        TestAssets.file("speech-features", "embedding_model." + format),
                        TestAssets.file("wake-words", "alexa_v0.1." + format));
    }
}
