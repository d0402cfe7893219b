package io.fieldloop.models.pack;

/** How the outputs of a model become a prediction. */
public sealed interface Postprocessing {
    /** The most classes or boxes of one prediction. */
    int MAX_COUNT = 1_000;

    /**
     * The likeliest classes. The output has one value for each label, in the order of the labels.
     *
     * @param output its name
     * @param activation what makes probabilities of the values
     * @param count how many classes at most
     */
    record TopClasses(String output, Activation activation, int count) implements Postprocessing {
        /**
         * Checks the count.
         *
         * @throws IllegalArgumentException if it is not within 1 to {@link #MAX_COUNT}
         */
        public TopClasses {
            requireCount(count);
        }
    }

    /**
     * Boxes of a single shot detector (Liu et al. 2016), as TensorFlow's Object Detection API exports it before its own
     * postprocessing: for each anchor four numbers (centre y, centre x, height, width; relative to the anchor, coded with
     * the variances 0.1 and 0.2) and one logit for each label. Where there is one logit more than labels, the first is the
     * background and ignored.
     *
     * @param boxes name of the output with the four numbers, {@code [1, anchors, 4]}
     * @param scores name of the output with the logits, {@code [1, anchors, labels]}
     * @param anchors where they are
     * @param threshold the least probability, above 0 to 1
     * @param overlap two boxes of one label that share more than this (intersection over union, 0 to 1) are one object
     * @param count how many boxes at most
     */
    record SsdBoxes(String boxes, String scores, SsdAnchors anchors, double threshold, double overlap, int count)
            implements Postprocessing {
        /**
         * Checks the bounds.
         *
         * @throws IllegalArgumentException if {@code threshold}, {@code overlap} or {@code count} is out of bounds
         */
        public SsdBoxes {
            requireCount(count);
            if (!(threshold > 0 && threshold <= 1) || !(overlap >= 0 && overlap <= 1)) {
                throw new IllegalArgumentException("threshold must be above 0 to 1 and overlap 0 to 1, not %s and %s"
                        .formatted(threshold, overlap));
            }
        }
    }

    /** What makes a probability of an output value. */
    enum Activation {
        /** The values are probabilities already. */
        NONE,
        /** Of classes that exclude each other: {@code exp(x) / Σ exp}. */
        SOFTMAX,
        /** Of classes that do not: {@code 1 / (1 + exp(−x))}. */
        SIGMOID
    }

    private static void requireCount(int count) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count must be within 1 to %d, not %d".formatted(MAX_COUNT, count));
        }
    }
}
