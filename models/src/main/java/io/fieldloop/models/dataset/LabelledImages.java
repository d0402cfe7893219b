package io.fieldloop.models.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Grey images of one size, each with the number of its class. Immutable, so any thread may read it. */
public final class LabelledImages {

    private final int height;
    private final int width;
    private final byte[] pixels;
    private final byte[] labels;

    private LabelledImages(int height, int width, byte[] pixels, byte[] labels) {
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
    }

    /**
     * Reads a pair of gzipped IDX files.
     *
     * @throws MalformedDatasetException if one of them is damaged, hostile or does not belong to the other
     */
    public static LabelledImages read(Path images, Path labels) throws IOException {
        IdxFile pixels = IdxFile.read(images, 3);
        IdxFile classes = IdxFile.read(labels, 1);
        if (pixels.size(0) != classes.size(0)) {
            throw new MalformedDatasetException(images + " has " + pixels.size(0) + " images, but " + labels + " has "
                    + classes.size(0) + " labels");
        }
        return new LabelledImages(pixels.size(1), pixels.size(2), pixels.values(), classes.values());
    }

    public int count() {
        return labels.length;
    }

    /** Height of every image, in pixels. */
    public int height() {
        return height;
    }

    /** Width of every image, in pixels. */
    public int width() {
        return width;
    }

    /** The class of an image, counted from 0. */
    public int label(int index) {
        return Byte.toUnsignedInt(labels[index]);
    }

    /** A copy of an image's pixels, row by row from the top, each an unsigned byte with 0 for black. */
    public byte[] image(int index) {
        int start = Math.multiplyExact(index, height * width);
        return Arrays.copyOfRange(pixels, start, start + height * width);
    }

    /** Writes an image's pixels, from 0 for black to 1 for white, row by row into the target from the offset on. */
    public void copyScaled(int index, float[] target, int offset) {
        int size = height * width;
        int start = Math.multiplyExact(index, size);
        for (int pixel = 0; pixel < size; pixel++) {
            target[offset + pixel] = Byte.toUnsignedInt(pixels[start + pixel]) / 255f;
        }
    }
}
