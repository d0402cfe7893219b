package io.fieldloop.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.dataset.IdxFiles;
import io.fieldloop.models.dataset.LabelledImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {

    private static final int IMAGE = 28 * 28;

    @TempDir
    private Path folder;

    private LabelledImages images;

    @BeforeEach
    void write() throws IOException {
        images = IdxFiles.brightnessClasses(folder, 64, 4);
    }

    @Test
    void an_epoch_deals_every_image_once_with_its_label_some_mirrored() {
        var batches = new Batches(images, 16, 1);
        batches.shuffle();
        Map<String, Integer> labels = new HashMap<>();
        int mirrored = 0;
        for (int number = 0; number < 4; number++) {
            Batches.Batch batch = batches.batch(number);
            for (int place = 0; place < 16; place++) {
                float[] pixels = Arrays.copyOfRange(batch.pixels(), place * IMAGE, (place + 1) * IMAGE);
                int index = indexOf(pixels);
                mirrored += index < 0 ? 1 : 0;
                int original = index < 0 ? indexOf(mirrored(pixels)) : index;
                assertThat(labels.put("image " + original, (int) batch.labels()[place]))
                        .isNull();
                assertThat((int) batch.labels()[place]).isEqualTo(images.label(original));
            }
        }
        assertThat(labels).hasSize(64).doesNotContainKey("image -1");
        assertThat(mirrored).isBetween(16, 48);
    }

    @Test
    void the_seed_alone_decides_the_order() {
        assertThat(firstBatch(1)).isEqualTo(firstBatch(1)).isNotEqualTo(firstBatch(2));
    }

    private float[] firstBatch(int seed) {
        var batches = new Batches(images, 16, seed);
        batches.shuffle();
        return batches.batch(0).pixels();
    }

    private int indexOf(float[] pixels) {
        for (int index = 0; index < images.count(); index++) {
            if (Arrays.equals(Batches.pixels(images, index, 1), pixels)) {
                return index;
            }
        }
        return -1;
    }

    private static float[] mirrored(float[] pixels) {
        float[] mirrored = new float[IMAGE];
        for (int pixel = 0; pixel < IMAGE; pixel++) {
            mirrored[pixel] = pixels[pixel / 28 * 28 + 27 - pixel % 28];
        }
        return mirrored;
    }
}
