package io.fieldloop.models.training;

import io.fieldloop.models.dataset.LabelledImages;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many images of each class a model saw right.
 *
 * @param right right answers, by class
 * @param asked images, by class
 */
record Score(List<Integer> right, List<Integer> asked) {

    Score {
        right = List.copyOf(right);
        asked = List.copyOf(asked);
    }

    static Score of(LabelledImages images, int[] answers, int classes) {
        int[] right = new int[classes];
        int[] asked = new int[classes];
        for (int index = 0; index < answers.length; index++) {
            int label = images.label(index);
            asked[label]++;
            if (answers[index] == label) {
                right[label]++;
            }
        }
        return new Score(
                IntStream.of(right).boxed().toList(),
                IntStream.of(asked).boxed().toList());
    }

    /** The share of all images that were seen right, from 0 to 1. */
    double accuracy() {
        return (double) sum(right) / sum(asked);
    }

    /** The share of a class's images that were seen right, from 0 to 1. */
    double accuracy(int label) {
        return (double) right.get(label) / asked.get(label);
    }

    int images() {
        return sum(asked);
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }
}
