package io.fieldloop.models.vision;

/**
 * What an image looks like, in 64 bits of which copies differ in few, however they were scaled or compressed: whether the
 * brightness rises from each cell of a grid of 9 by 8 to the next in its row (dHash, after Neal Krawetz, <i>Kind of Like
 * That</i>, hackerfactor.com, 2013). Any thread.
 */
public final class DifferenceHash {
    private static final int COLUMNS = 9;
    private static final int ROWS = 8;

    private DifferenceHash() {}

    /** The hash of an image; the highest bit is that of the top left cell. */
    public static long of(Image image) {
        Taps columns = Taps.between(0, image.width(), COLUMNS);
        Taps rows = Taps.between(0, image.height(), ROWS);
        long hash = 0;
        for (int y = 0; y < ROWS; y++) {
            float before = brightness(image, columns, 0, rows, y);
            for (int x = 1; x < COLUMNS; x++) {
                float here = brightness(image, columns, x, rows, y);
                hash = hash << 1 | (here > before ? 1 : 0);
                before = here;
            }
        }
        return hash;
    }

    /** In how many bits two hashes differ, 0 to 64; some 32 for images that have nothing in common. */
    public static int distance(long one, long other) {
        return Long.bitCount(one ^ other);
    }

    private static float brightness(Image image, Taps columns, int x, Taps rows, int y) {
        int[] rgb = image.rgb();
        int firstColumn = columns.start[x];
        int line = rows.source[y] * image.width() + columns.source[x];
        float sum = 0;
        for (int r = rows.start[y]; r < rows.start[y + 1]; r++) {
            float lineSum = 0;
            for (int c = firstColumn; c < columns.start[x + 1]; c++) {
                lineSum += columns.weight[c] * luma(rgb[line + c - firstColumn]);
            }
            sum += rows.weight[r] * lineSum;
            line += image.width();
        }
        return sum;
    }

    /** By ITU-R BT.601, in thousandths. */
    private static int luma(int rgb) {
        return 299 * (rgb >> 16 & 0xFF) + 587 * (rgb >> 8 & 0xFF) + 114 * (rgb & 0xFF);
    }
}
