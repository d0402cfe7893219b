package io.fieldloop.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On photographs, and what cameras and programs make of them. */
final class DifferenceHashTest {
    private static final List<String> PHOTOGRAPHS =
            List.of("astronaut.png", "camera.png", "chelsea.png", "coffee.png", "motorcycle_left.png", "rocket.jpg");

    @Test
    void copies_compressedScaledOrBrightened_areNear() throws Exception {
        for (String name : PHOTOGRAPHS) {
            Image photograph = photograph(name);
            long hash = DifferenceHash.of(photograph);

            assertNear(hash, ImageReader.read(ImageWriter.jpeg(photograph, 0.3)), name + " as a poor JPEG");
            assertNear(hash, halved(photograph), name + " at half its size");
            assertNear(
                    hash, changed(photograph, pixel -> shifted(photograph, pixel, 2)), name + " moved by two pixels");
            assertNear(hash, changed(photograph, pixel -> darkened(photograph.rgb()[pixel])), name + " darkened");
        }
    }

    @Test
    void photographsOfDifferentThings_areFar() throws Exception {
        List<Long> hashes = new ArrayList<>();
        for (String name : PHOTOGRAPHS) {
            hashes.add(DifferenceHash.of(photograph(name)));
        }

        for (int i = 0; i < hashes.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(DifferenceHash.distance(hashes.get(i), hashes.get(j)))
                        .as("%s and %s", PHOTOGRAPHS.get(i), PHOTOGRAPHS.get(j))
                        .isGreaterThan(12);
            }
        }
    }

    @Test
    void eachBit_tellsWhetherTheNextCellIsBrighter() {
        assertThat(DifferenceHash.of(gradient(90, 80, 1))).isEqualTo(-1L);
        assertThat(DifferenceHash.of(gradient(90, 80, -1))).isZero();
        assertThat(DifferenceHash.of(gradient(9, 8, 1)))
                .as("no larger than the grid")
                .isEqualTo(-1L);
        assertThat(DifferenceHash.of(new Image(1, 1, new int[] {0x808080})))
                .as("nothing rises")
                .isZero();
    }

    private static void assertNear(long hash, Image copy, String what) {
        assertThat(DifferenceHash.distance(hash, DifferenceHash.of(copy)))
                .as(what)
                .isLessThanOrEqualTo(4);
    }

    private static Image photograph(String name) throws IOException, ImageException {
        return ImageReader.read(Bytes.wrap(Files.readAllBytes(TestAssets.file("photographs", name))));
    }

    private static Image halved(Image image) {
        int width = image.width() / 2;
        int height = image.height() / 2;
        return new Image(
                width,
                height,
                IntStream.range(0, width * height)
                        .map(i -> image.rgb()[i / width * 2 * image.width() + i % width * 2])
                        .toArray());
    }

    private static Image changed(Image image, IntUnaryOperator pixels) {
        return new Image(
                image.width(),
                image.height(),
                IntStream.range(0, image.rgb().length).map(pixels).toArray());
    }

    private static int shifted(Image image, int pixel, int by) {
        int row = pixel / image.width();
        return image.rgb()[row * image.width() + Math.min(image.width() - 1, pixel % image.width() + by)];
    }

    private static int darkened(int rgb) {
        return (((rgb >> 16 & 0xFF) * 3 / 4) << 16) | (((rgb >> 8 & 0xFF) * 3 / 4) << 8) | ((rgb & 0xFF) * 3 / 4);
    }

    /** Brighter, or darker, from left to right. */
    private static Image gradient(int width, int height, int direction) {
        return new Image(
                width,
                height,
                IntStream.range(0, width * height)
                        .map(i -> (128 + direction * (i % width)) * 0x010101)
                        .toArray());
    }
}
