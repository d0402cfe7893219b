package io.fieldloop.models.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts predictions into a {@link ConfusionMatrix}. One thread at a time. */
public final class ConfusionCounter {
    private final List<String> labels = new ArrayList<>();
    private long[][] counts = new long[0][0];

    /** Starts with these classes; others are added at the end when they are first met. */
    public ConfusionCounter(List<String> labels) {
        labels.forEach(this::index);
    }

    /** Counts one prediction. */
    public void add(String truth, String predicted) {
        add(truth, predicted, 1);
    }

    void add(ConfusionMatrix matrix) {
        List<String> names = matrix.labels();
        for (int truth = 0; truth < names.size(); truth++) {
            for (int predicted = 0; predicted < names.size(); predicted++) {
                add(
                        names.get(truth),
                        names.get(predicted),
                        matrix.counts().get(truth).get(predicted));
            }
        }
    }

    private void add(String truth, String predicted, long count) {
        int row = index(truth);
        int column = index(predicted);
        counts[row][column] += count;
    }

    private int index(String label) {
        int index = labels.indexOf(label);
        if (index < 0) {
            index = labels.size();
            labels.add(label);
            counts = grown(counts, labels.size());
        }
        return index;
    }

    private static long[][] grown(long[][] counts, int size) {
        long[][] grown = new long[size][size];
        for (int i = 0; i < counts.length; i++) {
            System.arraycopy(counts[i], 0, grown[i], 0, counts.length);
        }
        return grown;
    }

    /** What was counted until now. */
    public ConfusionMatrix matrix() {
        return new ConfusionMatrix(
                labels,
                Arrays.stream(counts)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList());
    }
}
