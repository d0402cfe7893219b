package io.fieldloop.agent.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.sink.SinkSettings.LineFileSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineFileTest {
    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("new/predictions.jsonl");
    }

    @Test
    void deliver_makesTheFolder_andAppendsWhatCameBefore() throws Exception {
        deliver(100, "{\"a\":1}");
        deliver(100, "{\"b\":2}", "{\"c\":3}");

        assertThat(path).hasContent("{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8_191, 8_192, 20_000})
    void deliver_afterALineWasCut_takesOutTheCutLineOnly(int cutBytes) throws Exception {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "{\"whole\":1}\n" + "x".repeat(cutBytes));

        deliver(1_000_000, "{\"next\":2}");

        assertThat(path).hasContent("{\"whole\":1}\n{\"next\":2}\n");
    }

    @Test
    void deliver_afterTheOnlyLineWasCut_startsAnew() throws Exception {
        Files.createDirectories(path.getParent());
        Files.write(path, new byte[30]);

        deliver(100, "{\"next\":2}");

        assertThat(path).hasContent("{\"next\":2}\n");
    }

    @Test
    void deliver_moreThanMayBeKept_keepsTheLatestLinesWhole_withinTheBound() throws Exception {
        String[] lines = new String[50];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "{\"number\":%02d}".formatted(i);
        }

        deliver(200, lines);

        Path before = path.resolveSibling("predictions.jsonl.1");
        assertThat(Files.size(path) + Files.size(before)).isBetween(100L, 200L);
        List<String> kept = new ArrayList<>(Files.readAllLines(before));
        kept.addAll(Files.readAllLines(path));
        assertThat(kept).isEqualTo(List.of(lines).subList(50 - kept.size(), 50));
    }

    @Test
    void deliver_lineThatFitsNoFile_isRefusedForGood() {
        assertThatThrownBy(() -> deliver(20, "{\"number\":123}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("15 bytes");
    }

    @Test
    void deliver_whileAnotherWrites_fails_andGoesOnWhenTheOtherEnds() throws Exception {
        var first = new LineFile(new LineFileSettings(path, 100));
        first.deliver("1".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> deliver(100, "2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another sink writes to");
        first.close();
        deliver(100, "3");

        assertThat(path).hasContent("1\n3\n");
    }

    private void deliver(long maxBytes, String... lines) throws IOException, RefusedException {
        try (var file = new LineFile(new LineFileSettings(path, maxBytes))) {
            for (String line : lines) {
                file.deliver(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
