package io.fieldloop.models.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.testing.Programs;
import io.fieldloop.protocol.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlacFileTest {
    private static final int RATE = 16_000;
    private static final int HEADER_BYTES = 42;

    static Stream<Arguments> sounds() {
        Random noise = new Random(3);
        return Stream.of(
                Arguments.of("nothing", sound(0, i -> 0)),
                Arguments.of("one sample", sound(1, i -> -7)),
                Arguments.of("a few samples", sound(5, i -> i * i)),
                Arguments.of("silence", sound(5_000, i -> 0)),
                Arguments.of("the loudest there is", sound(4_097, i -> i % 2 == 0 ? 32_767 : -32_768)),
                Arguments.of("noise", sound(9_000, i -> noise.nextInt())),
                Arguments.of("faint noise", sound(9_000, i -> noise.nextInt(-3, 3))),
                Arguments.of("a tone", sound(48_000, FlacFileTest::tone)),
                Arguments.of("clicks in silence", sound(8_192, i -> i % 1_000 == 0 ? 30_000 : 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sounds")
    void soundThatIsWritten_isReadBitForBit(String name, Sound sound) throws Exception {
        Sound read = SoundFile.read(FlacFile.write(sound));

        assertThat(read.sampleRate()).isEqualTo(RATE);
        assertThat(read.samples()).isEqualTo(sound.samples());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sounds")
    void soundThatIsWritten_isReadBitForBitByFfmpeg(String name, Sound sound, @TempDir Path folder) throws Exception {
        Programs.require("ffmpeg");
        Path file = Files.write(folder.resolve("sound.flac"), FlacFile.write(sound));
        Process ffmpeg = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-xerror",
                        "-err_detect",
                        "crccheck+explode",
                        "-i",
                        file.toString(),
                        "-f",
                        "s16le",
                        "-")
                .redirectError(folder.resolve("error").toFile())
                .start();

        byte[] pcm = ffmpeg.getInputStream().readAllBytes();

        assertThat(ffmpeg.waitFor())
                .as(Files.readString(folder.resolve("error")))
                .isZero();
        assertThat(SampleStream.ofRaw(new ByteArrayInputStream(pcm), 1)).satisfies(raw -> {
            short[] read = new short[pcm.length / Short.BYTES];
            assertThat(raw.read(read)).isEqualTo(sound.length());
            assertThat(read).isEqualTo(sound.samples());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 127, 128, 2_047, 2_048, 4_095, 65_535})
    void frameOfAnyNumber_isReadAgain(int number) throws Exception {
        int[] samples = samples(100, FlacFileTest::tone);
        byte[] frame = FlacFrameWriter.write(number, samples);
        FlacHeader header = new FlacHeader(1, RATE, 0, Bytes.wrap(new byte[16]));

        assertThat(new FlacFrameReader(frame, new BitReader(frame), header).next()[0])
                .isEqualTo(samples);
    }

    @Test
    void tone_takesLessThanHalfOfItsBytes() {
        Sound tone = sound(48_000, FlacFileTest::tone);

        assertThat(FlacFile.write(tone).length).isLessThan(WavFile.write(tone).length / 2);
    }

    @Test
    void noise_takesHardlyMoreThanItsBytes() {
        Random noise = new Random(3);
        Sound sound = sound(48_000, i -> noise.nextInt());

        assertThat(FlacFile.write(sound).length).isLessThan(WavFile.write(sound).length + 250);
    }

    /** Made by ffmpeg, in the ways of FLAC that our own writer does not take: two channels, and linear prediction. */
    @ParameterizedTest
    @ValueSource(strings = {"left-side", "right-side", "mid-side"})
    void fileOfAnotherWriter_isReadBitForBit(String stereo) throws Exception {
        Sound read = FlacFile.read(vector(stereo + ".flac"), OptionalInt.of(RATE));

        short[] expected = new short[6_000];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (short) ((tone(i) + right(stereo, i)) >> 1);
        }
        assertThat(read.samples()).isEqualTo(expected);
    }

    @Test
    void fileThatIsCutOffAnywhere_isRefused() {
        byte[] whole = FlacFile.write(sound(1_000, FlacFileTest::tone));

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> FlacFile.read(cut, OptionalInt.empty()))
                    .as("%d bytes", length)
                    .isInstanceOf(AudioException.class);
        }
    }

    @Test
    void anyBitThatIsFlipped_isRefusedOrChangesNoSample() {
        Sound sound = sound(300, FlacFileTest::tone);
        byte[] whole = FlacFile.write(sound);

        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(readOrRefused(flipped).map(Sound::samples))
                    .as("bit %d", bit)
                    .satisfiesAnyOf(
                            read -> assertThat(read).isEmpty(),
                            read -> assertThat(read.orElseThrow()).isEqualTo(sound.samples()));
        }
    }

    @Test
    void frameOfAnything_isReadOrRefused() {
        Random random = new Random(11);
        byte[] header = Arrays.copyOf(FlacFile.write(sound(1_000, i -> i)), HEADER_BYTES);

        for (int i = 0; i < 20_000; i++) {
            BitWriter file = new BitWriter();
            file.write(header);
            byte[] anything = new byte[random.nextInt(200)];
            random.nextBytes(anything);
            file.write(anything);
            assertThatCode(() -> readOrRefused(file.toByteArray())).doesNotThrowAnyException();
        }
    }

    /** The checksums would stop most damage, so it is put where they do not look. */
    @Test
    void subframeOfAnything_isReadOrRefused() {
        Random random = new Random(12);

        for (int i = 0; i < 50_000; i++) {
            byte[] anything = new byte[1 + random.nextInt(100)];
            random.nextBytes(anything);
            anything[0] &= 0x7F;
            int size = 1 + random.nextInt(600);
            assertThatCode(() -> subframeOrRefused(anything, size)).doesNotThrowAnyException();
        }
    }

    @Test
    void fewBytesThatSayMuch_areRefusedBeforeTheyFillTheMemory() {
        BitWriter file = new BitWriter();
        new FlacHeader(1, RATE, 0, Bytes.wrap(new byte[16])).write(file);
        byte[] silence = FlacFrameWriter.write(0, new int[65_535]);
        for (int i = 0; i < 300; i++) {
            file.write(silence);
        }

        assertThat(file.toByteArray().length).isLessThan(6_000);
        assertThatThrownBy(() -> FlacFile.read(file.toByteArray(), OptionalInt.empty()))
                .isInstanceOf(AudioException.class)
                .hasMessage("the sound has more than 16777216 samples");
    }

    @Test
    void headerThatSaysMuch_isRefusedAtOnce() {
        BitWriter file = new BitWriter();
        new FlacHeader(1, RATE, (1L << 36) - 1, Bytes.wrap(new byte[16])).write(file);

        assertThatThrownBy(() -> FlacFile.read(file.toByteArray(), OptionalInt.empty()))
                .hasMessage("the sound has 68719476735 samples; at most 16777216 are read");
    }

    @Test
    void soundOfAnotherRate_isRefusedWithWhatToDo() {
        byte[] file = FlacFile.write(new Sound(8_000, new short[100]));

        assertThatThrownBy(() -> SoundFile.read(file, RATE))
                .hasMessageContaining("8000 samples a second, but must have 16 bits")
                .hasMessageContaining("ffmpeg -i IN -ar 16000");
    }

    @Test
    void frameThatIsMissing_isNoticed() {
        byte[] all = FlacFile.write(sound(8_192, FlacFileTest::tone));
        byte[] first = FlacFrameWriter.write(0, samples(4_096, FlacFileTest::tone));

        byte[] without = Arrays.copyOf(all, HEADER_BYTES + first.length);

        assertThatThrownBy(() -> FlacFile.read(without, OptionalInt.empty())).hasMessage("the FLAC file is damaged");
    }

    /** Parabolas: like a tone, but of whole numbers alone, so that other programs make the same. */
    private static int tone(int i) {
        int place = i % 160 - 80;
        return 2 * (3_200 - place * place) + i % 7;
    }

    private static int right(String stereo, int i) {
        return stereo.equals("mid-side") ? tone(i) + i % 5 : tone(i + 40);
    }

    private static int[] samples(int length, IntUnaryOperator sample) {
        int[] samples = new int[length];
        Arrays.setAll(samples, sample);
        return samples;
    }

    private static Sound sound(int length, IntUnaryOperator sample) {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) sample.applyAsInt(i);
        }
        return new Sound(RATE, samples);
    }

    private static Optional<Sound> readOrRefused(byte[] file) {
        try {
            return Optional.of(FlacFile.read(file, OptionalInt.empty()));
        } catch (AudioException _) {
            return Optional.empty();
        }
    }

    private static void subframeOrRefused(byte[] subframe, int size) {
        try {
            assertThat(FlacSubframe.read(new BitReader(subframe), size, Short.SIZE))
                    .hasSize(size);
        } catch (AudioException e) {
            assertThat(e).hasMessageContaining("FLAC file is");
        }
    }

    private static byte[] vector(String name) throws IOException {
        try (InputStream in = FlacFileTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }
}
