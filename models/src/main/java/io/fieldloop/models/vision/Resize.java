package io.fieldloop.models.vision;

import io.fieldloop.models.vision.Placement.Area;
import java.util.Arrays;

/** Fits images of one size to an input, row by row, into memory that is reused. */
final class Resize {
    private final Placement placement;
    private final Taps columns;
    private final Taps rows;

    Resize(Placement placement) {
        this.placement = placement;
        Area source = placement.source();
        Area target = placement.target();
        this.columns = Taps.between(source.left(), source.width(), target.width());
        this.rows = Taps.between(source.top(), source.height(), target.height());
    }

    Placement placement() {
        return placement;
    }

    /**
     * Makes one row of the input; black where the image does not reach.
     *
     * @param row filled with {@code 0xRRGGBB}
     */
    void row(Image image, int y, int[] row) {
        if (placement.isUnchanged()) {
            System.arraycopy(image.rgb(), y * row.length, row, 0, row.length);
            return;
        }
        Area target = placement.target();
        int targetRow = y - target.top();
        if (targetRow < 0 || targetRow >= target.height()) {
            Arrays.fill(row, 0);
            return;
        }
        Arrays.fill(row, 0, target.left(), 0);
        Arrays.fill(row, target.left() + target.width(), row.length, 0);
        for (int x = 0; x < target.width(); x++) {
            row[target.left() + x] = pixel(image, x, targetRow);
        }
    }

    private int pixel(Image image, int x, int y) {
        int[] rgb = image.rgb();
        int firstColumn = columns.start[x];
        int endColumn = columns.start[x + 1];
        float red = 0;
        float green = 0;
        float blue = 0;
        int line = rows.source[y] * image.width() + columns.source[x];
        for (int r = rows.start[y]; r < rows.start[y + 1]; r++) {
            for (int c = firstColumn; c < endColumn; c++) {
                float weight = rows.weight[r] * columns.weight[c];
                int source = rgb[line + c - firstColumn];
                red += weight * (source >> 16 & 0xFF);
                green += weight * (source >> 8 & 0xFF);
                blue += weight * (source & 0xFF);
            }
            line += image.width();
        }
        return rounded(red) << 16 | rounded(green) << 8 | rounded(blue);
    }

    private static int rounded(float channel) {
        return Math.min(255, (int) (channel + 0.5f));
    }
}
