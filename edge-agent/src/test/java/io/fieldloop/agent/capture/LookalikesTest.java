package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Answers.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.readings.Readings;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LookalikesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private Image cat;
    private Image coffee;
    private Image rocket;

    @BeforeEach
    void read() throws Exception {
        cat = photograph("chelsea.png");
        coffee = photograph("coffee.png");
        rocket = photograph("rocket.jpg");
    }

    @Test
    void copyOfWhatWasCaptured_isKnown_untilTheTimeIsOver() throws Exception {
        var lookalikes = new Lookalikes(new NearDuplicates(4, 10, HOUR));
        Image copy = ImageReader.read(ImageWriter.jpeg(cat, 0.5));

        assertThat(lookalikes.isKnown(cat, NOON)).isFalse();
        assertThat(lookalikes.isKnown(coffee, NOON)).isFalse();
        assertThat(lookalikes.isKnown(copy, NOON.plus(HOUR).minusMillis(1))).isTrue();
        assertThat(lookalikes.isKnown(copy, NOON.plus(HOUR))).isFalse();
        assertThat(lookalikes.isKnown(cat, NOON.plus(HOUR))).isTrue();
    }

    @Test
    void onlyTheLatestAreRemembered() {
        var lookalikes = new Lookalikes(new NearDuplicates(4, 2, HOUR));
        lookalikes.isKnown(cat, NOON);
        lookalikes.isKnown(coffee, NOON);

        assertThat(lookalikes.isKnown(rocket, NOON)).isFalse();

        assertThat(lookalikes.isKnown(coffee, NOON)).isTrue();
        assertThat(lookalikes.isKnown(cat, NOON)).isFalse();
    }

    @Test
    void clockThatIsSetBack_forgets() {
        var lookalikes = new Lookalikes(new NearDuplicates(4, 2, HOUR));
        lookalikes.isKnown(cat, NOON);

        assertThat(lookalikes.isKnown(cat, Instant.EPOCH)).isFalse();
    }

    @Test
    void windowOfReadingsLikeOneThatWasCaptured_isKnown_whateverItsUnits() {
        for (double unit : new double[] {1e-6, 1, 1e6}) {
            var lookalikes = new Lookalikes(new NearDuplicates(6, 64, HOUR));
            var noise = new Random(5);
            lookalikes.isKnown(vibration(noise, unit, 0), NOON);
            int known = 0;
            for (int i = 0; i < 50; i++) {
                known += lookalikes.isKnown(vibration(noise, unit, 0), NOON) ? 1 : 0;
            }

            assertThat(known).as("at rest").isGreaterThan(45);
            assertThat(lookalikes.isKnown(vibration(noise, unit, 20), NOON))
                    .as("a knock")
                    .isFalse();
            assertThat(lookalikes.isKnown(vibration(noise, unit, 20), NOON))
                    .as("another one")
                    .isTrue();
        }
    }

    @Test
    void windowsBeforeItIsKnownWhatIsUsual_areNotAlike() {
        var lookalikes = new Lookalikes(new NearDuplicates(6, 64, HOUR));
        for (int i = 0; i < 49; i++) {
            double[] one = {i % 2 * 100};
            assertThat(lookalikes.isKnown(new Readings(List.of("x"), true, List.of(one), 1), NOON))
                    .isFalse();
        }
    }

    @Test
    void tensorOfVeryManyColumns_isLookedAtInPart() {
        var lookalikes = new Lookalikes(new NearDuplicates(6, 64, HOUR));
        List<double[]> columns =
                Stream.generate(() -> new double[64]).limit(50_000).toList();
        List<String> names =
                IntStream.range(0, columns.size()).mapToObj(String::valueOf).toList();

        assertThat(lookalikes.isKnown(new Readings(names, false, columns, 64), NOON))
                .isFalse();
        assertThat(lookalikes.isKnown(new Readings(names, false, columns, 64), NOON))
                .isFalse();
        assertThat(lookalikes.isKnown(new Readings(names, false, columns, 64), NOON))
                .isTrue();
    }

    /** Two sensors with noise, of which one is knocked in the middle of the window. */
    private static Readings vibration(Random noise, double unit, double knock) {
        double[] x = noise.doubles(128, -unit, unit).toArray();
        double[] y = noise.doubles(128, 9 * unit, 11 * unit).toArray();
        for (int row = 48; row < 80; row++) {
            x[row] += knock * unit;
        }
        return new Readings(List.of("x", "y"), true, List.of(x, y), 128);
    }

    private static Image photograph(String name) throws Exception {
        return ImageReader.read(Bytes.wrap(Files.readAllBytes(TestAssets.file("photographs", name))));
    }
}
