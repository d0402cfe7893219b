package io.fieldloop.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.source.CommandOutput.SoundForm;
import io.fieldloop.agent.source.CommandOutput.SoundForm.S16le;
import io.fieldloop.agent.source.CommandOutput.SoundForm.Wav;
import io.fieldloop.agent.source.Input.Heard;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.WavFile;
import io.fieldloop.models.testing.Programs;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sound whose samples are numbered. */
@Timeout(60)
final class SoundSourceTest {
    private static final StreamName HALL = new StreamName("hall");
    private static final int RATE = 16_000;
    private static final int PIECE = 1_280;
    private static final int LENGTH = 3 * PIECE + 80;

    @TempDir
    Path folder;

    private Path wav;

    @BeforeEach
    void write() throws Exception {
        wav = Files.write(folder.resolve("sound.wav"), WavFile.write(numbered(LENGTH)));
    }

    @Test
    void file_isHeardOnce_andThenThereIsSilence() throws Exception {
        try (Source source = new WavSource(new WavSettings(wav, RATE), HALL)) {
            List<Heard> pieces = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                pieces.add((Heard) source.next());
            }

            assertThat(pieces)
                    .extracting(piece -> piece.sound().length())
                    .containsExactly(PIECE, PIECE, PIECE, 80, RATE);
            assertThat(pieces.get(1).sound().samples()).startsWith((short) PIECE);
            assertThat(pieces.getLast().sound().samples()).containsOnly(0);
            assertThat(pieces)
                    .extracting(Heard::ear)
                    .containsOnly(pieces.getFirst().ear());
            Thread waiting = Thread.ofPlatform().start(() -> next(source));
            Wait.until("it waits for what never comes", () -> waiting.getState() == Thread.State.WAITING);
            waiting.interrupt();
            assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void fileOfAnotherRate_isSkippedAndCounted() throws Exception {
        try (Source source = new WavSource(new WavSettings(wav, 48_000), HALL)) {
            Thread waiting = Thread.ofPlatform().start(() -> next(source));
            Wait.until("it is skipped", () -> source.skipped() == 1);
            waiting.interrupt();
            assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void soundOfFfmpeg_isTheSameInBothForms_andStartsAnewWithTheProcess() throws Exception {
        Programs.require("ffmpeg");
        try (Source header = ffmpeg(new Wav(), "wav");
                Source bare = ffmpeg(new S16le(1), "s16le")) {
            Heard first = (Heard) header.next();

            assertThat(first.sound().samples()).containsExactly(numbered(PIECE).samples());
            assertThat(((Heard) bare.next()).sound().samples())
                    .containsExactly(first.sound().samples());
            for (int i = 1; i < 5; i++) {
                assertThat(((Heard) header.next()).ear()).isSameAs(first.ear());
            }
            Heard again = (Heard) header.next();
            assertThat(again.sound().samples()).startsWith((short) 0, (short) 1);
            assertThat(again.ear()).isNotSameAs(first.ear());
        }
    }

    @Test
    void liveSoundThatNobodyTakes_isSkippedAndCounted_andListeningStartsAnewAfterTheGap() throws Exception {
        Path go = folder.resolve("go");
        String script = "cat '%1$s'; while ! test -e '%2$s'; do sleep 0.05; done; cat '%1$s'; sleep 1000"
                .formatted(Files.write(folder.resolve("long"), new byte[30 * PIECE * 2]), go);
        try (Source source = open(List.of("/bin/sh", "-c", script), new S16le(1), true)) {
            Wait.until("what finds no room is skipped", () -> source.skipped() == 5);
            Heard first = (Heard) source.next();
            for (int i = 1; i < 25; i++) {
                assertThat(((Heard) source.next()).ear()).isSameAs(first.ear());
            }
            Files.createFile(go);

            assertThat(((Heard) source.next()).ear()).isNotSameAs(first.ear());
        }
    }

    private Source ffmpeg(SoundForm form, String format) {
        return open(
                List.of("ffmpeg", "-nostdin", "-v", "error", "-i", wav.toString(), "-ar", "16000", "-f", format, "-"),
                form,
                false);
    }

    private static Source open(List<String> command, SoundForm form, boolean live) {
        return CommandSource.open(new CommandSettings(command, new CommandOutput.Sound(form, RATE, live)), HALL);
    }

    private static void next(Source source) {
        try {
            source.next();
            throw new AssertionError("there is nothing more");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Sound numbered(int length) {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) i;
        }
        return new Sound(RATE, samples);
    }
}
