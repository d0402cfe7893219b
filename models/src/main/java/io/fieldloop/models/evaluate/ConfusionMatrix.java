package io.fieldloop.models.evaluate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * How often each class was taken for which.
 *
 * @param labels the names of the classes, each once
 * @param counts a row for each true class, a column for each predicted one, both in the order of the labels
 */
public record ConfusionMatrix(List<String> labels, List<List<Long>> counts) {
    /**
     * Takes copies of the lists.
     *
     * @throws IllegalArgumentException if a label stands twice, a count is negative, or there are not as many rows and
     *     columns as labels
     */
    public ConfusionMatrix {
        labels = List.copyOf(labels);
        counts = counts.stream().map(List::copyOf).toList();
        int size = labels.size();
        if (new HashSet<>(labels).size() != size) {
            throw new IllegalArgumentException("the labels must differ: " + labels);
        }
        if (counts.size() != size || counts.stream().anyMatch(row -> row.size() != size)) {
            throw new IllegalArgumentException("there must be %d rows and columns of counts".formatted(size));
        }
        if (counts.stream().flatMap(List::stream).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("counts must not be negative");
        }
    }

    /** How many predictions were counted. */
    public long total() {
        return counts.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
    }

    /** How many of them were right. */
    public long correct() {
        long correct = 0;
        for (int i = 0; i < labels.size(); i++) {
            correct += count(i, i);
        }
        return correct;
    }

    /** The share of right predictions, 0 to 1; 0 when there are none. */
    public double accuracy() {
        return share(correct(), total());
    }

    /** Each class on its own, in the order of the labels. */
    public List<ClassResult> perClass() {
        List<ClassResult> results = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            results.add(result(i));
        }
        return results;
    }

    /**
     * Both together. Classes that only one of them knows are added at the end.
     */
    public ConfusionMatrix plus(ConfusionMatrix other) {
        var counter = new ConfusionCounter(labels);
        counter.add(this);
        counter.add(other);
        return counter.matrix();
    }

    private ClassResult result(int index) {
        long seen = 0;
        long predicted = 0;
        for (int i = 0; i < labels.size(); i++) {
            seen += count(index, i);
            predicted += count(i, index);
        }
        long correct = count(index, index);
        return new ClassResult(labels.get(index), seen, share(correct, predicted), share(correct, seen));
    }

    private long count(int truth, int predicted) {
        return counts.get(truth).get(predicted);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /**
     * How one class fares.
     *
     * @param count how many samples truly are of it
     * @param precision the share of right ones among those predicted to be of it, 0 to 1; 0 when there are none
     * @param recall the share of those found among all that are of it, 0 to 1; 0 when there are none
     */
    public record ClassResult(String label, long count, double precision, double recall) {
        /** The harmonic mean of precision and recall, 0 to 1. */
        public double f1() {
            double sum = precision + recall;
            return sum == 0 ? 0 : 2 * precision * recall / sum;
        }
    }
}
