package io.fieldloop.models.pack;

import io.fieldloop.models.pack.Preprocessing.Layout;
import java.time.Duration;

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

    /**
     * The class of each pixel (semantic segmentation): the likeliest of one value for each label. Where there is one value more than
     * labels, the first is the background, which is no class.
     *
     * @param output its name, {@code [1, values, height, width]} or {@code [1, height, width, values]}
     * @param layout which of them
     * @param activation what makes probabilities of the values of a pixel
     * @param threshold 0 to 1; a pixel of which no class is as probable belongs to none
     */
    record ClassMask(String output, Layout layout, Activation activation, double threshold) implements Postprocessing {
        /**
         * Checks the threshold.
         *
         * @throws IllegalArgumentException if it is out of bounds
         */
        public ClassMask {
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException("threshold must be 0 to 1, not " + threshold);
            }
        }
    }

    /**
     * Events in sound, from the probabilities that the last model of a chain gives, one for each label in their order. An event
     * begins with the last of {@code patience} scores in a row that reach {@code threshold}; the next one of its label may begin
     * only once the scores have been below {@code release} for as long as {@code quiet}, so that one word is one event.
     *
     * @param threshold above 0 to 1
     * @param release above 0 to {@code threshold}
     * @param patience 1 to {@link #MAX_COUNT}
     * @param quiet not negative, in whole milliseconds
     */
    record ThresholdEvents(double threshold, double release, int patience, Duration quiet) implements Postprocessing {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of bounds
         */
        public ThresholdEvents {
            if (!(release > 0 && release <= threshold && threshold <= 1)) {
                throw new IllegalArgumentException("release and threshold must be above 0 to 1, and release not above "
                        + "threshold; they are %s and %s".formatted(release, threshold));
            }
            if (patience < 1 || patience > MAX_COUNT) {
                throw new IllegalArgumentException(
                        "patience must be within 1 to %d, not %d".formatted(MAX_COUNT, patience));
            }
            if (quiet.isNegative()) {
                throw new IllegalArgumentException("quiet must not be negative, not %s".formatted(quiet));
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
