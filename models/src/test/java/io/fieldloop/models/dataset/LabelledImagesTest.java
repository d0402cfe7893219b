package io.fieldloop.models.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.catalogue.AssetCache;
import io.fieldloop.models.catalogue.AssetMissingException;
import io.fieldloop.models.catalogue.TestAssets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledImagesTest {

    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    @TempDir
    private Path folder;

    private Path images;
    private Path labels;

    @BeforeEach
    void write() throws IOException {
        images = IdxFiles.write(
                folder.resolve("images"), IMAGES, new int[] {2, 1, 3}, new byte[] {0, 1, 2, (byte) 255, 51, 0});
        labels = IdxFiles.write(folder.resolve("labels"), LABELS, new int[] {2}, new byte[] {7, (byte) 200});
    }

    @Test
    void a_pair_of_files_gives_images_in_order_with_their_labels() throws IOException {
        LabelledImages both = LabelledImages.read(images, labels);
        assertThat(both.count()).isEqualTo(2);
        assertThat(both.height()).isEqualTo(1);
        assertThat(both.width()).isEqualTo(3);
        assertThat(both.image(1)).containsExactly(255, 51, 0);
        assertThat(both.label(0)).isEqualTo(7);
        assertThat(both.label(1)).isEqualTo(200);
    }

    @Test
    void scaled_pixels_lie_between_0_for_black_and_1_for_white() throws IOException {
        float[] target = new float[5];
        LabelledImages.read(images, labels).copyScaled(1, target, 1);
        assertThat(target).containsExactly(0, 1, 0.2f, 0, 0);
    }

    @Test
    void changing_a_copy_of_an_image_does_not_change_the_image() throws IOException {
        LabelledImages both = LabelledImages.read(images, labels);
        both.image(0)[0] = 99;
        assertThat(both.image(0)).containsExactly(0, 1, 2);
    }

    @Test
    void images_and_labels_of_different_number_do_not_belong_together() throws IOException {
        IdxFiles.write(labels, LABELS, new int[] {3}, new byte[3]);
        assertRefused("2 images", "3 labels");
    }

    @Test
    void labels_in_place_of_images_are_refused_with_both_magic_numbers() {
        Path swapped = images;
        images = labels;
        labels = swapped;
        assertRefused(images.toString(), "00000801", "00000803");
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, 2147483647, 2147483647",
        "1, 65536, 65536",
        "268435457, 1, 1",
        "-1, 28, 28",
        "0, 28, 28",
        "2, -3, -1",
    })
    void axes_that_promise_nothing_or_too_much_are_refused_before_anything_is_read(int count, int height, int width)
            throws IOException {
        IdxFiles.write(images, IMAGES, new int[] {count, height, width}, new byte[6]);
        assertRefused("promises axes of [" + count + ", " + height + ", " + width + "]");
    }

    @Test
    void a_file_that_promises_much_and_holds_little_is_refused_without_taking_the_memory() throws IOException {
        IdxFiles.write(images, IMAGES, new int[] {16, 4096, 4096}, new byte[6]);
        assertRefused("promises 268435456 values and has 6");
    }

    @Test
    void values_after_the_last_are_refused() throws IOException {
        IdxFiles.write(images, IMAGES, new int[] {2, 1, 3}, new byte[7]);
        assertRefused("after its 6 values");
    }

    @Test
    void a_file_cut_off_anywhere_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(images);
        for (int length = 0; length < whole.length; length++) {
            Files.write(images, Arrays.copyOf(whole, length));
            assertRefused(images.toString());
        }
    }

    @Test
    void a_damaged_file_is_refused_or_read_but_never_breaks_the_reader() throws IOException {
        byte[] whole = Files.readAllBytes(images);
        var random = new Random(3);
        for (int round = 0; round < 1_000; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            Files.write(images, damaged);
            readsOrRefuses();
        }
    }

    @Test
    void a_file_that_was_never_compressed_is_refused() throws IOException {
        Files.writeString(images, "hello");
        assertRefused("damaged");
    }

    @Test
    void fashion_mnist_is_complete_and_its_classes_are_balanced() throws IOException {
        LabelledImages test = FashionMnist.test(TestAssets.cacheWith(FashionMnist.ASSET));
        int[] counts = new int[FashionMnist.LABELS.size()];
        for (int index = 0; index < test.count(); index++) {
            counts[test.label(index)]++;
        }
        assertThat(counts).containsOnly(1_000).hasSize(10);
        assertThat(test.height()).isEqualTo(28);
        assertThat(test.width()).isEqualTo(28);
    }

    @Test
    void fashion_mnist_that_was_not_fetched_says_what_to_run() {
        assertThatThrownBy(() -> FashionMnist.training(new AssetCache(folder)))
                .isInstanceOf(AssetMissingException.class)
                .hasMessageContaining("./fieldloop fetch fashion-mnist");
    }

    private void readsOrRefuses() throws IOException {
        try {
            assertThat(LabelledImages.read(images, labels).count()).isEqualTo(2);
        } catch (MalformedDatasetException e) {
            assertThat(e).hasMessageContaining(images.toString());
        }
    }

    private void assertRefused(String... complaints) {
        assertThatThrownBy(() -> LabelledImages.read(images, labels))
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessageContainingAll(complaints);
    }
}
