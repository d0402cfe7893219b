package io.fieldloop.protocol.message;

import java.util.List;

/**
 * Which class each pixel of an image belongs to. A mask has the proportions of the image, and its width and height where they are
 * small enough.
 *
 * @param width in pixels, 1 to {@link #MAX_SIDE}
 * @param height in pixels, 1 to {@link #MAX_SIDE}
 * @param uncertain the share of pixels of which the model can hardly tell what they belong to, 0 to 1
 * @param regions the classes that are in it, the largest first; a pixel in none of them belongs to no class
 */
public record Mask(int width, int height, double uncertain, List<Region> regions) {
    /** The most pixels in a row or column. */
    public static final int MAX_SIDE = 512;

    /** The most runs in all regions together, which bounds what a mask takes wherever it goes. */
    public static final int MAX_RUNS = 16_384;

    /**
     * Takes a copy of the regions.
     *
     * @throws IllegalArgumentException if a side or the share is out of bounds, there are too many runs, or those of a region are
     *     not as many pixels as the mask has
     */
    public Mask {
        regions = List.copyOf(regions);
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "a mask has 1 to %d pixels a side, not %d x %d".formatted(MAX_SIDE, width, height));
        }
        if (!(uncertain >= 0 && uncertain <= 1)) {
            throw new IllegalArgumentException("the uncertain share is 0 to 1, not " + uncertain);
        }
        int runs = 0;
        for (Region region : regions) {
            runs += region.counts().size();
            requireWhole(region, width * height);
        }
        if (runs > MAX_RUNS) {
            throw new IllegalArgumentException("a mask has at most %d runs, not %d".formatted(MAX_RUNS, runs));
        }
    }

    private static void requireWhole(Region region, int pixels) {
        long sum = region.counts().stream().mapToLong(Integer::longValue).sum();
        if (sum != pixels) {
            throw new IllegalArgumentException(
                    "region '%s' is of %d pixels, but the mask of %d".formatted(region.label(), sum, pixels));
        }
    }

    /** How much of the mask a region takes, 0 to 1. */
    public double share(Region region) {
        return (double) region.pixels() / (width * height);
    }

    /** For each pixel, down the columns from the left, which region it belongs to, counted from 1; 0 for none. */
    public int[] places() {
        int[] places = new int[width * height];
        for (int region = 0; region < regions.size(); region++) {
            List<Integer> counts = regions.get(region).counts();
            int pixel = 0;
            for (int run = 0; run < counts.size(); run++) {
                int end = pixel + counts.get(run);
                for (; pixel < end; pixel++) {
                    places[pixel] = run % 2 == 1 ? region + 1 : places[pixel];
                }
            }
        }
        return places;
    }

    /** The share of pixels that belong to another class than in another mask, 0 to 1; 1 for masks of unequal sides. */
    public double difference(Mask other) {
        if (width != other.width || height != other.height) {
            return 1;
        }
        int[] here = places();
        int[] there = other.places();
        int[] counterparts = counterparts(other);
        int different = 0;
        for (int pixel = 0; pixel < here.length; pixel++) {
            different += counterparts[here[pixel]] == there[pixel] ? 0 : 1;
        }
        return (double) different / here.length;
    }

    /** By place here the place of the same label there; -1 where there is none. */
    private int[] counterparts(Mask other) {
        List<String> labels = other.regions.stream().map(Region::label).toList();
        int[] counterparts = new int[regions.size() + 1];
        for (int region = 0; region < regions.size(); region++) {
            int there = labels.indexOf(regions.get(region).label());
            counterparts[region + 1] = there < 0 ? -1 : there + 1;
        }
        return counterparts;
    }
}
