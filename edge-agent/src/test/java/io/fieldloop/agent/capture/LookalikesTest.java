package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Answers.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
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

    private static Image photograph(String name) throws Exception {
        return ImageReader.read(Bytes.wrap(Files.readAllBytes(TestAssets.file("photographs", name))));
    }
}
