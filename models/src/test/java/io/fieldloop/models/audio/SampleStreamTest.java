package io.fieldloop.models.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleStreamTest {
    private static final int RATE = 16_000;
    private static final short[] SOUND = {0, 1, -1, 255, 256, -256, Short.MAX_VALUE, Short.MIN_VALUE};

    @Test
    void oneChannel_isReadAsItIs() throws Exception {
        assertThat(read(Wav.file(1, 1, RATE, 16, 16, SOUND))).containsExactly(SOUND);
    }

    @Test
    void twoChannels_becomeTheirMean() throws Exception {
        assertThat(read(Wav.file(1, 2, RATE, 16, 12, new short[] {10, 20, -7, -9, 32767, 32767})))
                .containsExactly((short) 15, (short) -8, (short) 32767);
    }

    @Test
    void samplesWithoutAHeader_areReadAsTheyAre() throws Exception {
        byte[] whole = Wav.file(1, 1, RATE, 16, 16, SOUND);
        byte[] bare = Arrays.copyOfRange(whole, 44, whole.length);
        short[] read = new short[64];

        try (SampleStream stream = SampleStream.ofRaw(new ByteArrayInputStream(bare), 1)) {
            assertThat(Arrays.copyOf(read, stream.read(read))).containsExactly(SOUND);
        }
        try (SampleStream stream = SampleStream.ofRaw(new ByteArrayInputStream(bare, 0, 6), 2)) {
            assertThatThrownBy(() -> stream.read(read)).hasMessage("the sound is cut off after 6 bytes");
        }
    }

    @Test
    void writtenFile_isReadAgain() throws Exception {
        byte[] file = WavFile.write(new Sound(RATE, SOUND));

        assertThat(file).isEqualTo(Wav.file(1, 1, RATE, 16, 16, SOUND));
        assertThat(WavFile.read(file, RATE).samples()).containsExactly(SOUND);
    }

    @Test
    void fileOfAnyRate_isReadAtItsOwn() throws Exception {
        Sound sound = WavFile.read(WavFile.write(new Sound(44_100, SOUND)));

        assertThat(sound.sampleRate()).isEqualTo(44_100);
        assertThat(sound.samples()).containsExactly(SOUND);
        assertThatThrownBy(() -> WavFile.read(Wav.file(1, 1, 0, 16, 16, SOUND)))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("0 samples a second");
    }

    /** As a program writes it that cannot go back in what it writes. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void unknownLength_isReadToTheEndOfTheStream(int declared) throws Exception {
        assertThat(read(Wav.file(1, 1, RATE, 16, declared, SOUND))).containsExactly(SOUND);
    }

    @Test
    void whatFollowsTheSound_isNotRead() throws Exception {
        assertThat(read(Wav.file(1, 1, RATE, 16, 6, SOUND))).containsExactly(Arrays.copyOf(SOUND, 3));
    }

    @Test
    void otherParts_areSkipped() throws Exception {
        byte[] whole = Wav.file(1, 1, RATE, 16, 16, SOUND);
        InputStream in = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(whole, 0, 12),
                new ByteArrayInputStream(Wav.letters("LIST\3\0\0\0abc\0")),
                new ByteArrayInputStream(whole, 12, whole.length - 12))));

        assertThat(read(in)).containsExactly(SOUND);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1 | 44100 | 16 | 44100 samples a second",
                "3 | 1 | 16000 | 32 | coding 3, 32 bits",
                "1 | 1 | 16000 |  8 | 8 bits",
                "1 | 6 | 16000 | 16 | 6 channels",
                "1 | 0 | 16000 | 16 | 0 channels"
            })
    void otherForms_areRefusedWithTheCommandThatConvertsThem(
            int coding, int channels, int rate, int bits, String said) {
        assertThatThrownBy(() -> read(Wav.file(coding, channels, rate, bits, 16, SOUND)))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining(said)
                .hasMessageContaining("ffmpeg -i IN -ar 16000 -ac 1");
    }

    @Test
    void fileThatEndsTooEarly_isRefusedWhereverItEnds() {
        byte[] whole = Wav.file(1, 1, RATE, 16, 16, SOUND);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part))
                    .as("%d bytes", length)
                    .isInstanceOf(AudioException.class)
                    .hasMessageMatching(".*(ends within its header|cut off|has only).*");
        }
    }

    @Test
    void streamThatEndsWithinASample_isRefused() {
        byte[] whole = Wav.file(1, 1, RATE, 16, 0, SOUND);
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(AudioException.class)
                .hasMessage("the sound is cut off after 15 bytes");
    }

    @Test
    void somethingElse_isNoWavFile() {
        assertThatThrownBy(() -> read(Wav.letters("ID3 and so on")))
                .isInstanceOf(AudioException.class)
                .hasMessageStartingWith("this is no WAV file; ffmpeg makes one");
    }

    @Test
    void damagedHeader_neverGivesAnythingButSoundOrARefusal() throws IOException {
        byte[] whole = Wav.file(1, 1, RATE, 16, 16, SOUND);
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(44)] = (byte) random.nextInt();
            damaged[random.nextInt(44)] = (byte) random.nextInt();
            try {
                assertThat(read(damaged).length).isBetween(0, SOUND.length);
            } catch (AudioException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void headerWithoutEnd_isGivenUp() {
        InputStream zeros = new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        };
        InputStream in = new SequenceInputStream(new ByteArrayInputStream(Wav.letters("RIFF0000WAVE")), zeros);

        assertThatThrownBy(() -> SampleStream.ofWav(in, RATE))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("no form and sound in its first");
    }

    private static short[] read(byte[] file) throws IOException {
        return read(new ByteArrayInputStream(file));
    }

    private static short[] read(InputStream in) throws IOException {
        short[] all = new short[64];
        short[] piece = new short[3];
        int end = 0;
        try (SampleStream stream = SampleStream.ofWav(in, RATE)) {
            for (int count = stream.read(piece); count > 0; count = stream.read(piece)) {
                System.arraycopy(piece, 0, all, end, count);
                end += count;
            }
        }
        return Arrays.copyOf(all, end);
    }
}
