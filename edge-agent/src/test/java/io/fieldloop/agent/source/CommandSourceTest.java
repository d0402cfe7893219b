package io.fieldloop.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.testing.Programs;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CommandSourceTest {
    private static final Bytes PNG = ImageWriter.png(new Image(2, 1, new int[] {0xFF0000, 0x0000FF}));

    @TempDir
    Path folder;

    private Path image;

    @BeforeEach
    void write() throws IOException {
        image = Files.write(folder.resolve("image.png"), PNG.toArray());
    }

    @Test
    void next_processThatEnds_isStartedAgain() throws Exception {
        try (CommandSource source = source("cat '%s'; echo out of film >&2; exit 3".formatted(image))) {
            assertThat(source.next().media()).isEqualTo(PNG);
            assertThat(source.next().media()).isEqualTo(PNG);
            assertThat(source.skipped()).isZero();
        }
    }

    @Test
    void next_rawFramesOfFfmpeg_haveTheColourThatItDrew() throws Exception {
        Programs.require("ffmpeg");
        List<String> command = List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "color=red:size=16x8",
                "-frames:v",
                "2",
                "-pix_fmt",
                "rgb24",
                "-f",
                "rawvideo",
                "-");

        try (CommandSource source = CommandSource.open(
                new CommandSettings(command, new CommandOutput.Rgb24(16, 8)), new StreamName("line"))) {
            Image frame = image(source.next());

            assertThat(frame.width()).isEqualTo(16);
            assertThat(IntStream.of(frame.rgb()))
                    .hasSize(16 * 8)
                    .as("red, but for the rounding of video")
                    .allMatch(pixel -> pixel >> 16 > 0xF0 && (pixel & 0xFFFF) < 0x1010);
            assertThat(image(source.next()).height()).isEqualTo(8);
        }
    }

    @Test
    void next_outputThatIsNoImage_isSkippedAndCounted() throws Exception {
        Path once = folder.resolve("once");

        try (CommandSource source =
                source("if mkdir '%s'; then echo hello; sleep 1000; else cat '%s'; fi".formatted(once, image))) {
            assertThat(source.next().media()).isEqualTo(PNG);
            assertThat(source.skipped()).isEqualTo(1);
        }
    }

    @Test
    void next_programThatIsNotThere_isTriedUntilItIs() throws Exception {
        Path program = folder.resolve("camera");

        try (CommandSource source = open(List.of(program.toString()))) {
            Path part = Files.writeString(folder.resolve("camera.part"), "#!/bin/sh\ncat '%s'\n".formatted(image));
            assertThat(part.toFile().setExecutable(true)).isTrue();
            Files.move(part, program);

            assertThat(source.next().media()).isEqualTo(PNG);
        }
    }

    @Test
    void close_killsTheProcessAndWhatItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        CommandSource source = source("sleep 1000 & echo $! > '%s'; cat '%s'; wait".formatted(pid, image));
        source.next();
        Path grandchild = Path.of("/proc", Files.readString(pid).strip(), "cmdline");
        assertThat(grandchild).content().contains("sleep");

        source.close();

        Wait.until("the grandchild is gone", () -> commandLine(grandchild).isEmpty());
    }

    /** Empty when the process is gone, or dead and waiting for its parent to take note. */
    private static String commandLine(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }

    private static CommandSource source(String script) {
        return open(List.of("/bin/sh", "-c", script));
    }

    private static CommandSource open(List<String> command) {
        return CommandSource.open(
                new CommandSettings(command, new CommandOutput.Images(1 << 20)), new StreamName("line"));
    }

    private static Image image(Input input) throws Exception {
        return ((Content.OfImage) input.content()).image();
    }
}
