package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastRuntimesTest {
    @TempDir
    Path data;

    private final Runtimes runtimes = Runtimes.of();
    private Path file;

    @BeforeEach
    void nameFile() {
        file = DataFolder.runtimes(data);
    }

    private void need(ModelFormat format) {
        try {
            runtimes.forFormat(format);
        } catch (ModelException _) {
            // There is none here, which does not matter: it was asked for.
        }
    }

    @Test
    void whatIsNeeded_isRemembered_andReplacedWhenItChanges() {
        LastRuntimes last = new LastRuntimes(file, runtimes);

        last.remember();
        assertThat(file).doesNotExist();

        need(ModelFormat.TFLITE);
        last.remember();
        assertThat(file).hasContent("TFLITE");

        need(ModelFormat.ONNX);
        last.remember();
        assertThat(file).hasContent("ONNX\nTFLITE");
    }

    @Test
    void whatWasNeededBefore_andIsNotNow_isForgotten() throws IOException {
        Files.writeString(file, "ONNX\nTFLITE");
        need(ModelFormat.TFLITE);

        new LastRuntimes(file, runtimes).remember();

        assertThat(file).hasContent("TFLITE");
    }

    @Test
    void fileThatMakesNoSense_isNoHint_andIsReplaced() throws IOException {
        Files.writeString(file, "nonsense\n".repeat(100_000));
        need(ModelFormat.ONNX);

        new LastRuntimes(file, runtimes).remember();

        assertThat(file).hasContent("ONNX");
    }

    @Test
    void diskThatRefuses_keepsNobodyFromGoingOn() throws IOException {
        Files.createDirectory(file);
        need(ModelFormat.ONNX);

        new LastRuntimes(file, runtimes).remember();

        assertThat(file).isEmptyDirectory();
    }
}
