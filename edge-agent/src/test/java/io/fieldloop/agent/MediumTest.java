package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.MediaPolicy;
import io.fieldloop.agent.capture.MediaPolicy.ReadingsForm;
import io.fieldloop.agent.capture.MediaPolicy.SoundForm;
import io.fieldloop.agent.source.Input;
import io.fieldloop.agent.source.Input.Encoded;
import io.fieldloop.agent.source.Input.Heard;
import io.fieldloop.agent.source.Input.Raw;
import io.fieldloop.agent.testing.Speech;
import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.SoundFile;
import io.fieldloop.models.audio.WavFile;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.readings.ShuttleReadings;
import io.fieldloop.models.readings.Zstandard;
import io.fieldloop.models.vision.ExifOrientation;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MediumTest {
    private static final MediaPolicy JPEG = new MediaPolicy(OptionalInt.of(85), SoundForm.AS_IS, ReadingsForm.AS_IS);
    private static final MediaPolicy FLAC = new MediaPolicy(OptionalInt.empty(), SoundForm.FLAC, ReadingsForm.AS_IS);

    private final Random random = new Random(3);

    @Test
    void withoutAPolicy_everythingStaysAsItIs() {
        for (Input input : new Input[] {new Raw("camera", grainy()), tone()}) {
            assertThat(Medium.of(input, MediaPolicy.AS_IS)).isEqualTo(new Medium(input.mediaType(), input.media()));
        }
    }

    @Test
    void sound_becomesFlac_withEverySample() throws Exception {
        Heard tone = tone();

        Medium medium = Medium.of(tone, FLAC);

        assertThat(medium.type()).isEqualTo("audio/flac");
        assertThat(medium.content().size()).isLessThan(tone.media().size() / 2);
        assertThat(SoundFile.read(medium.content().toArray()).samples())
                .isEqualTo(tone.sound().samples());
    }

    @Test
    void speech_takesLessThanThreeFifths() throws Exception {
        Sound speech = WavFile.read(Speech.of("Alexa, what is the weather like in the north today?"));

        Medium medium = Medium.of(new Heard(speech, new Ear()), FLAC);

        assertThat(medium.content().size()).isLessThan(WavFile.write(speech).length * 3 / 5);
    }

    @Test
    void readings_becomeZstandard_inLessThanTwoFifths() throws Exception {
        byte[] csv = ShuttleReadings.load().csv(0, 256).getBytes(StandardCharsets.UTF_8);
        var zstd = new MediaPolicy(OptionalInt.empty(), SoundForm.AS_IS, ReadingsForm.ZSTD);

        Medium medium = Medium.of(new Encoded("window", "text/csv", Bytes.wrap(csv)), zstd);

        assertThat(medium.type()).isEqualTo("text/csv+zstd");
        assertThat(medium.content().size()).isLessThan(csv.length * 2 / 5);
        assertThat(Zstandard.decompress(medium.content().toArray(), csv.length)).isEqualTo(csv);
        Bytes large = Bytes.wrap("1.0000000\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
        assertThat(Medium.of(new Encoded("window", "text/csv", large), zstd).type())
                .isEqualTo("text/csv");
    }

    @Test
    void soundThatDoesNotBecomeSmaller_staysWav() {
        short[] noise = new short[16_000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) random.nextInt();
        }

        assertThat(Medium.of(new Heard(new Sound(16_000, noise), new Ear()), FLAC)
                        .type())
                .isEqualTo("audio/wav");
    }

    @Test
    void imageThatViewersTurn_isStillTurned_inItsPixelsAsTheModelSawThem() throws Exception {
        byte[] photograph = ExifOrientation.said(ImageWriter.jpeg(grainy(), 1).toArray(), 6);

        Medium medium = Medium.of(new Encoded("file", "image/jpeg", Bytes.wrap(photograph)), JPEG);

        assertThat(medium.content().size()).isLessThan(photograph.length);
        assertThat(ExifOrientation.of(medium.content().toArray())).isEqualTo(6);
        assertThat(ImageReader.read(medium.content()).width()).isEqualTo(grainy().width());
    }

    @Test
    void image_becomesJpeg_whetherItCameAsAFileOrAsPixels() throws Exception {
        Raw raw = new Raw("camera", grainy());
        for (Input input : new Input[] {raw, new Encoded("file", "image/png", raw.media())}) {
            Medium medium = Medium.of(input, JPEG);

            assertThat(medium.type()).isEqualTo("image/jpeg");
            assertThat(medium.content().size()).isLessThan(raw.media().size() / 2);
            assertThat(ImageReader.read(medium.content()).width()).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @CsvSource({"95, 0.21", "85, 0.12", "50, 0.06"})
    void photographsAsPixels_takeAShareOfTheirPng(int quality, double most) throws Exception {
        MediaPolicy policy = new MediaPolicy(OptionalInt.of(quality), SoundForm.AS_IS, ReadingsForm.AS_IS);
        long png = 0;
        long jpeg = 0;
        for (String name : List.of("astronaut.png", "camera.png", "coffee.png", "motorcycle_left.png")) {
            Raw photograph = new Raw(name, ImageReader.read(photograph(name)));
            png += photograph.media().size();
            jpeg += Medium.of(photograph, policy).content().size();
        }

        assertThat(jpeg).isLessThan((long) (png * most));
    }

    @Test
    void photographThatIsJpegAlready_takesLessThanHalf() throws Exception {
        Bytes rocket = photograph("rocket.jpg");

        Medium medium = Medium.of(new Encoded("rocket", "image/jpeg", rocket), JPEG);

        assertThat(medium.content().size()).isLessThan(rocket.size() / 2);
    }

    private static Bytes photograph(String name) throws IOException {
        return Bytes.wrap(Files.readAllBytes(TestAssets.file("photographs", name)));
    }

    @Test
    void imageThatDoesNotBecomeSmaller_staysAsItIs() {
        Raw flat = new Raw("camera", new Image(8, 8, new int[64]));
        Encoded coarse = new Encoded("file", "image/jpeg", ImageWriter.jpeg(grainy(), 0.1));

        assertThat(Medium.of(flat, JPEG)).isEqualTo(new Medium("image/png", flat.media()));
        assertThat(Medium.of(coarse, JPEG)).isEqualTo(new Medium("image/jpeg", coarse.media()));
    }

    @Test
    void policyForTheOtherKind_changesNothing() {
        assertThat(Medium.of(tone(), JPEG).type()).isEqualTo("audio/wav");
        assertThat(Medium.of(new Raw("camera", grainy()), FLAC).type()).isEqualTo("image/png");
    }

    /** As a camera sees a wall in little light. */
    private Image grainy() {
        return new Image(
                64,
                64,
                random.ints(64 * 64, 96, 112).map(grey -> grey * 0x010101).toArray());
    }

    private static Heard tone() {
        short[] samples = new short[48_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * 440 * i / 16_000));
        }
        return new Heard(new Sound(16_000, samples), new Ear());
    }
}
