package io.fieldloop.models.training;

import io.fieldloop.models.dataset.LabelledImages;
import java.util.Random;

/** Deals images out in an order that only the seed decides, every second one or so mirrored left to right. */
final class Batches {

    /**
     * Some images to learn from.
     *
     * @param pixels image after image, 0 for black to 1 for white
     * @param labels their classes, as the floats that the loss takes
     */
    // Handed straight to native memory; wrapping them would only copy.
    @SuppressWarnings("ArrayRecordComponent")
    record Batch(float[] pixels, float[] labels) {}

    private final LabelledImages images;
    private final int size;
    private final Random random;
    private final int[] order;

    Batches(LabelledImages images, int size, int seed) {
        this.images = images;
        this.size = size;
        this.random = new Random(seed);
        this.order = new int[images.count()];
        for (int index = 0; index < order.length; index++) {
            order[index] = index;
        }
    }

    /** Puts the images into a new order. */
    void shuffle() {
        for (int last = order.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int moved = order[last];
            order[last] = order[other];
            order[other] = moved;
        }
    }

    Batch batch(int number) {
        int imageSize = images.height() * images.width();
        float[] pixels = new float[size * imageSize];
        float[] labels = new float[size];
        for (int place = 0; place < size; place++) {
            int image = order[number * size + place];
            images.copyScaled(image, pixels, place * imageSize);
            labels[place] = images.label(image);
            if (random.nextBoolean()) {
                mirror(pixels, place * imageSize);
            }
        }
        return new Batch(pixels, labels);
    }

    private void mirror(float[] pixels, int start) {
        int width = images.width();
        for (int row = start; row < start + images.height() * width; row += width) {
            for (int column = 0; column < width / 2; column++) {
                float left = pixels[row + column];
                pixels[row + column] = pixels[row + width - 1 - column];
                pixels[row + width - 1 - column] = left;
            }
        }
    }

    /** Neighbouring images as they are, for measuring. */
    static float[] pixels(LabelledImages images, int start, int count) {
        int imageSize = images.height() * images.width();
        float[] pixels = new float[count * imageSize];
        for (int place = 0; place < count; place++) {
            images.copyScaled(start + place, pixels, place * imageSize);
        }
        return pixels;
    }
}
