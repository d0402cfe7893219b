package io.fieldloop.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.source.CommandOutput.Csv;
import io.fieldloop.models.predict.Content.OfReadings;
import io.fieldloop.models.readings.ReadingsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CsvWindowsTest {
    @Test
    void next_windowsOverlapByWhatTheHopLeaves_andEachHasTheNames() throws Exception {
        assertThat(windows(3, 2, "t,x\r\n0,1\r\n\r\n1,2\n2,3\n3,4\n4,5\n5,6\n"))
                .containsExactly("t,x\n0,1\n1,2\n2,3\n", "t,x\n2,3\n3,4\n4,5\n");
    }

    @Test
    void next_withoutNames_beginsWithTheFirstLine() throws Exception {
        assertThat(windows(2, 2, "1,2\n3,4\n5,6\n7,8\n")).containsExactly("1,2\n3,4\n", "5,6\n7,8\n");
    }

    @Test
    void next_lineThatIsCutOff_isGivenToNobody() throws Exception {
        assertThat(windows(1, 1, "x\n1\n22")).containsExactly("x\n1\n");
        assertThat(windows(1, 1, "x\n")).isEmpty();
        assertThat(windows(1, 1, "")).isEmpty();
    }

    @Test
    void content_isReadings_andOfAGarbledLineNothing() throws Exception {
        CsvWindows windows = of(2, 2, "x,y\n1,2\n3,4\n5,6\n7,\u0000\n");

        Input whole = Objects.requireNonNull(windows.next());
        Input garbled = Objects.requireNonNull(windows.next());

        assertThat(whole.mediaType()).isEqualTo("text/csv");
        assertThat(((OfReadings) whole.content()).readings().names()).containsExactly("x", "y");
        assertThatThrownBy(garbled::content).isInstanceOf(ReadingsException.class);
    }

    @Test
    void next_lineWithoutAnEnd_isRefused() {
        assertThatThrownBy(() -> of(1, 1, "1,".repeat(10_000)).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a line has more than 8192 bytes");
    }

    @Test
    void next_windowThatIsTooLarge_isRefused() {
        assertThatThrownBy(() ->
                        of(5_000, 1, ("1,".repeat(2_000) + "1\n").repeat(5_000)).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a window has more than 8388608 characters");
    }

    private static List<String> windows(int rows, int hop, String output) throws IOException {
        CsvWindows windows = of(rows, hop, output);
        List<String> given = new ArrayList<>();
        for (Input window = windows.next(); window != null; window = windows.next()) {
            given.add(new String(window.media().toArray(), StandardCharsets.UTF_8));
        }
        return given;
    }

    private static CsvWindows of(int rows, int hop, String output) {
        return new CsvWindows(
                new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)), new Csv(rows, hop, false));
    }
}
