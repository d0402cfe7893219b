package io.fieldloop.models.vision;

/** Pixels, never changed once an image is made of them. */
public final class Image {
    /** The most pixels of an image. */
    public static final int MAX_PIXELS = 40_000_000;

    private final int width;
    private final int height;
    private final int[] rgb;

    /**
     * Takes the pixels over without copying; the caller must not change them any more.
     *
     * @param width in pixels
     * @param height in pixels
     * @param rgb {@code 0xRRGGBB} row by row, the top left pixel first
     * @throws IllegalArgumentException if there are not {@code width × height} pixels, or more than {@link #MAX_PIXELS}
     */
    public Image(int width, int height, int[] rgb) {
        if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS || rgb.length != width * height) {
            throw new IllegalArgumentException("%d pixels are no image of %d x %d; it must have 1 to %d"
                    .formatted(rgb.length, width, height, MAX_PIXELS));
        }
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /** {@code 0xRRGGBB} row by row, the top left pixel first. Not a copy: must not be changed. */
    public int[] rgb() {
        return rgb;
    }

    @Override
    public String toString() {
        return "Image[%d x %d]".formatted(width, height);
    }
}
