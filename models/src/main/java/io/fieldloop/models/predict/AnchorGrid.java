package io.fieldloop.models.predict;

import io.fieldloop.models.pack.SsdAnchors;
import java.util.List;

/** The anchors of a detector, each four numbers: centre y, centre x, height, width, as shares of the input. */
final class AnchorGrid {
    /** Scales and ratios of the three anchors in a cell of a reduced first grid. */
    private static final double REDUCED_SCALE = 0.1;

    private static final List<Double> REDUCED_RATIOS = List.of(2.0, 0.5);

    private final double[] anchors;
    private int end;

    private AnchorGrid(int count) {
        anchors = new double[count * 4];
    }

    /** How many anchors there are. */
    static long count(SsdAnchors declared) {
        long count = 0;
        for (int i = 0; i < declared.grids().size(); i++) {
            long cells = declared.grids().get(i);
            boolean reduced = i == 0 && declared.reducedFirst();
            count += cells
                    * cells
                    * (reduced ? REDUCED_RATIOS.size() + 1 : declared.ratios().size() + 1);
        }
        return count;
    }

    /** All anchors, in the order of the outputs: by grid, row, column, and then ratio. */
    static double[] of(SsdAnchors declared) {
        var grid = new AnchorGrid(Math.toIntExact(count(declared)));
        for (int i = 0; i < declared.grids().size(); i++) {
            grid.addGrid(declared, i);
        }
        return grid.anchors;
    }

    private void addGrid(SsdAnchors declared, int index) {
        int cells = declared.grids().get(index);
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                addCell(declared, index, (row + 0.5) / cells, (column + 0.5) / cells);
            }
        }
    }

    private void addCell(SsdAnchors declared, int index, double y, double x) {
        double scale = scale(declared, index);
        if (index == 0 && declared.reducedFirst()) {
            add(y, x, REDUCED_SCALE, 1);
            REDUCED_RATIOS.forEach(ratio -> add(y, x, scale, ratio));
            return;
        }
        declared.ratios().forEach(ratio -> add(y, x, scale, ratio));
        add(y, x, Math.sqrt(scale * scale(declared, index + 1)), 1);
    }

    private static double scale(SsdAnchors declared, int index) {
        int last = declared.grids().size() - 1;
        if (index > last) {
            return 1;
        }
        double share = last == 0 ? 0.5 : (double) index / last;
        return declared.smallest() + (declared.largest() - declared.smallest()) * share;
    }

    private void add(double y, double x, double scale, double ratio) {
        anchors[end++] = y;
        anchors[end++] = x;
        anchors[end++] = scale / Math.sqrt(ratio);
        anchors[end++] = scale * Math.sqrt(ratio);
    }
}
