package io.fieldloop.models.predict;

import io.fieldloop.models.vision.Placement;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A mask while it is drawn, down the columns from the left. One thread. */
final class MaskDrawing {
    private final int width;
    private final int height;

    /** By the index of the label. */
    private final Map<Integer, Drawn> regions = new TreeMap<>();

    private int drawn;
    private int uncertain;

    private MaskDrawing(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Lays cells over the image that they are of, which has at most so many pixels a side then. */
    static MaskDrawing of(Cells cells, Placement placement, int maxSide) {
        int longer = Math.max(placement.imageWidth(), placement.imageHeight());
        double scale = Math.min(1, (double) maxSide / longer);
        int width = (int) Math.max(1, Math.round(placement.imageWidth() * scale));
        int height = (int) Math.max(1, Math.round(placement.imageHeight() * scale));
        int[] rows = new int[height];
        for (int y = 0; y < height; y++) {
            rows[y] = cell(placement.inputY((y + 0.5) / height), cells.height());
        }
        var drawing = new MaskDrawing(width, height);
        for (int x = 0; x < width; x++) {
            int column = cell(placement.inputX((x + 0.5) / width), cells.width());
            for (int row : rows) {
                drawing.draw(cells, column, row);
            }
        }
        return drawing;
    }

    /** -1 where there is none. */
    private static int cell(double place, int count) {
        return place >= 0 && place < 1 ? (int) (place * count) : -1;
    }

    private void draw(Cells cells, int column, int row) {
        if (column >= 0 && row >= 0) {
            int cell = row * cells.width() + column;
            if (!cells.isCertain(cell)) {
                uncertain++;
            }
            if (cells.label(cell) != Cells.NONE) {
                regions.computeIfAbsent(cells.label(cell), _ -> new Drawn()).add(drawn, cells.score(cell));
            }
        }
        drawn++;
    }

    /** How many there will be in the mask, or one more for each region. */
    int runs() {
        return regions.values().stream()
                .mapToInt(region -> region.counts.size() + 1)
                .sum();
    }

    Mask mask(List<String> labels) {
        List<Region> found = new ArrayList<>();
        regions.forEach((label, region) -> found.add(region.region(labels.get(label), width * height)));
        found.sort(Comparator.comparingInt(Region::pixels).reversed());
        return new Mask(width, height, (double) uncertain / (width * height), found);
    }

    /** A region while it is drawn. */
    private static final class Drawn {
        private final List<Integer> counts = new ArrayList<>();

        /** After the last pixel that belongs to it. */
        private int end;

        private int pixels;
        private double scores;

        void add(int pixel, float score) {
            if (pixel > end || counts.isEmpty()) {
                counts.add(pixel - end);
                counts.add(0);
            }
            counts.set(counts.size() - 1, counts.getLast() + 1);
            end = pixel + 1;
            pixels++;
            scores += score;
        }

        Region region(String label, int all) {
            if (end < all) {
                counts.add(all - end);
            }
            return new Region(label, Math.min(1, scores / pixels), counts);
        }
    }
}
