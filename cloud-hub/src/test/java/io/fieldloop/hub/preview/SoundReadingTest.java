package io.fieldloop.hub.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.audio.FlacFile;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.WavFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoundReadingTest {
    @Test
    void sound_becomesItsWaveWithHowLongItIs() throws Exception {
        short[] samples = new short[16_000 * 3];
        samples[0] = Short.MIN_VALUE;
        samples[24_000] = 12_345;

        Preview preview = SoundReading.preview(WavFile.write(new Sound(16_000, samples)));

        var sound = (Outline.OfSound) preview.outline();
        assertThat(sound.millis()).isEqualTo(3_000);
        assertThat(sound.sampleRate()).isEqualTo(16_000);
        assertThat(sound.low()).hasSize(1_000).startsWith(-32_768, 0).endsWith(0);
        assertThat(sound.high().get(500)).isEqualTo(12_345);
        assertThat(preview.pictureType()).isEqualTo("image/svg+xml");
        assertThat(Svg.of(preview).texts()).containsExactly("3 s");
    }

    @Test
    void clipOfFewSamples_hasAStretchForEach() throws Exception {
        var sound = (Outline.OfSound) SoundReading.preview(WavFile.write(new Sound(8_000, new short[] {1, -2, 3})))
                .outline();

        assertThat(sound.low()).containsExactly(1, -2, 3).isEqualTo(sound.high());
    }

    @Test
    void flac_isShownAsTheWavThatItWas() throws Exception {
        Sound sound = new Sound(16_000, new short[] {5, -20, 300, -4_000, 32_767});

        Preview preview = SoundReading.preview(FlacFile.write(sound));

        assertThat(preview).isEqualTo(SoundReading.preview(WavFile.write(sound)));
    }

    @Test
    void whatIsNoWholeSound_isRefused() {
        byte[] whole = WavFile.write(new Sound(16_000, new short[100]));

        assertRefused(Arrays.copyOf(whole, 150), "the sound is cut off after 106 bytes");
        assertRefused(Arrays.copyOf(whole, 19), "the WAV file ends within its header");
        assertRefused(WavFile.write(new Sound(16_000, new short[0])), "there is no sound in it");
        assertRefused(
                Arrays.copyOf(FlacFile.write(new Sound(16_000, new short[100])), 45),
                "the FLAC file is cut off after 45 bytes");
        assertRefused("ID3".getBytes(StandardCharsets.US_ASCII), "the WAV file ends within its header");
    }

    private static void assertRefused(byte[] file, String reason) {
        assertThatThrownBy(() -> SoundReading.preview(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(reason);
    }
}
