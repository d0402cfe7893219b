package io.fieldloop.protocol.sketch;

import java.util.Arrays;

/** Counts values into a {@link Sketch}, in 14 KiB however many there are. One thread at a time. */
final class SketchCounter {
    private final long[] counts = new long[Sketch.HIGHEST - Sketch.LOWEST + 1];
    private long tiny;

    void add(double value) {
        int bucket = Sketch.bucket(value);
        if (bucket < Sketch.LOWEST) {
            tiny++;
        } else {
            counts[bucket - Sketch.LOWEST]++;
        }
    }

    void add(Sketch sketch) {
        tiny += sketch.tiny();
        for (int i = 0; i < sketch.counts().size(); i++) {
            counts[sketch.first() - Sketch.LOWEST + i] += sketch.counts().get(i);
        }
    }

    Sketch sketch() {
        int from = 0;
        int to = counts.length;
        while (from < to && counts[from] == 0) {
            from++;
        }
        while (to > from && counts[to - 1] == 0) {
            to--;
        }
        return new Sketch(
                tiny,
                from == to ? 0 : Sketch.LOWEST + from,
                Arrays.stream(counts, from, to).boxed().toList());
    }
}
