package io.fieldloop.models.pack;

import java.util.List;

/**
 * The anchors of a single shot detector, as TensorFlow's {@code ssd_anchor_generator} makes them for a square input: on each
 * grid, at the centre of each cell, one anchor for each ratio plus one of ratio 1 between this grid's scale and the next.
 *
 * @param grids cells along one side, the finest first, such as 19, 10, 5, 3, 2, 1
 * @param smallest scale of the first grid, as a share of the image's side
 * @param largest scale of the last grid
 * @param ratios width to height
 * @param reducedFirst whether the first grid has only three anchors a cell: ratio 1 of scale 0.1, ratios 2 and ½
 */
public record SsdAnchors(
        List<Integer> grids, double smallest, double largest, List<Double> ratios, boolean reducedFirst) {
    private static final int MAX_GRIDS = 16;
    private static final int MAX_CELLS = 512;
    private static final int MAX_RATIOS = 16;

    /**
     * Takes copies of the lists.
     *
     * @throws IllegalArgumentException if a number is out of bounds
     */
    public SsdAnchors {
        grids = List.copyOf(grids);
        ratios = List.copyOf(ratios);
        if (grids.isEmpty() || grids.size() > MAX_GRIDS || grids.stream().anyMatch(g -> g < 1 || g > MAX_CELLS)) {
            throw new IllegalArgumentException(
                    "there must be 1 to %d grids of 1 to %d cells, not %s".formatted(MAX_GRIDS, MAX_CELLS, grids));
        }
        if (!(smallest > 0 && smallest <= largest && largest <= 1)) {
            throw new IllegalArgumentException(
                    "scales must be above 0 to 1, the smallest first, not %s and %s".formatted(smallest, largest));
        }
        if (ratios.isEmpty() || ratios.size() > MAX_RATIOS || ratios.stream().anyMatch(r -> !(r >= 0.01 && r <= 100))) {
            throw new IllegalArgumentException(
                    "there must be 1 to %d ratios of 0.01 to 100, not %s".formatted(MAX_RATIOS, ratios));
        }
    }
}
