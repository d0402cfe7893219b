package io.fieldloop.hub.training;

import io.fieldloop.hub.datasets.Origin;
import io.fieldloop.hub.registry.Evaluation;
import io.fieldloop.protocol.Sha256;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts what was taken for what. */
final class Tally {
    private final List<String> labels;
    private final Map<String, Integer> places = new HashMap<>();
    private final int[][] counts;
    private int size;
    private int right;

    Tally(List<String> labels) {
        this.labels = List.copyOf(labels);
        this.counts = new int[labels.size()][labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            places.put(labels.get(i), i);
        }
    }

    /**
     * Counts one answer.
     *
     * @throws RunFailedException if the item's class is not of the model
     */
    void count(String truth, String answer) throws RunFailedException {
        Integer row = places.get(truth);
        Integer column = places.get(answer);
        if (row == null || column == null) {
            throw new RunFailedException("the snapshot holds the class '%s', the model does not".formatted(truth));
        }
        counts[row][column]++;
        size++;
        right += row.equals(column) ? 1 : 0;
    }

    /** What came out; whether it passes the floor is for the registry to say. */
    Evaluation evaluation(Sha256 snapshot, Origin part, Instant at) {
        return new Evaluation(
                snapshot.hex(),
                part.word(),
                Evaluation.ACCURACY,
                (double) right / size,
                size,
                false,
                new Evaluation.Confusion(
                        labels,
                        Arrays.stream(counts)
                                .map(row -> Arrays.stream(row).boxed().toList())
                                .collect(Collectors.toList())),
                at);
    }
}
