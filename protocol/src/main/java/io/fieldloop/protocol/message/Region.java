package io.fieldloop.protocol.message;

import java.util.List;

/**
 * The pixels of a mask that belong to one class.
 *
 * @param label of the class
 * @param score how probable the class is on the mean of the pixels, 0 to 1
 * @param counts lengths of runs of pixels, down the columns from the left, in turns of pixels outside (which may be 0, in the first) and
 *     inside: the uncompressed run-length encoding of <a href="https://cocodataset.org/#format-data">COCO</a>
 */
public record Region(String label, double score, List<Integer> counts) {
    /**
     * Takes a copy of the counts.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public Region {
        counts = List.copyOf(counts);
        for (int count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("region '%s' has a run of %d pixels".formatted(label, count));
            }
        }
    }

    /** How many pixels belong to it. */
    public int pixels() {
        int pixels = 0;
        for (int i = 1; i < counts.size(); i += 2) {
            pixels += counts.get(i);
        }
        return pixels;
    }
}
