package io.fieldloop.models.retrain;

import io.fieldloop.models.predict.Rows;
import java.util.Arrays;
import java.util.Random;

/**
 * Multinomial logistic regression: finds the {@link Head} that makes the labels of samples likeliest, by Adam on small
 * batches with a learning rate that falls along a cosine.
 *
 * <p>The same samples, settings and seed give the same head, bit by bit, on every machine: one thread, and no function whose
 * rounding Java leaves open.
 */
public final class SoftmaxRegression {
    private final Rows features;
    private final int[] labels;
    private final Settings settings;
    private final Standardisation standardisation;
    private final double[] classWeights;

    /** Class after class, for each feature a weight and then the bias. */
    private final double[] weights;

    private final double[] gradient;
    private final Adam adam;

    // Overwritten by each sample.
    private final double[] sample;
    private final double[] probabilities;

    private SoftmaxRegression(Rows features, int[] labels, int classes, Settings settings) {
        this.features = features;
        this.labels = labels;
        this.settings = settings;
        this.standardisation = Standardisation.of(features);
        this.classWeights = classWeights(labels, classes, settings.balanced());
        this.weights = new double[classes * (features.width() + 1)];
        this.gradient = new double[weights.length];
        this.adam = new Adam(weights.length);
        this.sample = new double[features.width() + 1];
        this.sample[features.width()] = 1; // what the bias is multiplied by
        this.probabilities = new double[classes];
    }

    /**
     * Trains a head on the calling thread.
     *
     * @param features a row for each sample
     * @param labels the class of each sample, 0 to {@code classes - 1}
     * @param classes how many there are; one without samples is never predicted
     * @param progress called after each epoch; what it throws ends the training
     * @throws IllegalArgumentException if there is not one label for each row, a label is out of range, fewer than two
     *     classes have samples, or a feature is not finite
     */
    public static Head fit(Rows features, int[] labels, int classes, Settings settings, Progress progress) {
        requireUsable(features, labels, classes);
        var regression = new SoftmaxRegression(features, labels.clone(), classes, settings);
        var random = new Random(settings.seed());
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            double loss = regression.epoch(epoch, random);
            progress.epoch(epoch + 1, settings.epochs(), loss);
        }
        return regression.standardisation.fold(regression.weights, classes);
    }

    private static void requireUsable(Rows features, int[] labels, int classes) {
        if (labels.length != features.count()) {
            throw new IllegalArgumentException(
                    "there are %d labels for %d samples".formatted(labels.length, features.count()));
        }
        boolean[] present = new boolean[classes];
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("label %d is not one of %d classes".formatted(label, classes));
            }
            present[label] = true;
        }
        int count = 0;
        for (boolean one : present) {
            count += one ? 1 : 0;
        }
        if (count < 2) {
            throw new IllegalArgumentException("samples of at least two classes are needed to tell them apart");
        }
    }

    /** Balanced classes all count alike, however many samples they have. */
    private static double[] classWeights(int[] labels, int classes, boolean balanced) {
        double[] counts = new double[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int present = 0;
        for (double count : counts) {
            present += count > 0 ? 1 : 0;
        }
        for (int label = 0; label < classes; label++) {
            counts[label] = balanced && counts[label] > 0 ? labels.length / (present * counts[label]) : 1;
        }
        return counts;
    }

    private double epoch(int epoch, Random random) {
        int[] order = shuffled(labels.length, random);
        double share = (double) epoch / settings.epochs();
        double rate = settings.learningRate() * (0.5 * (1 + StrictMath.cos(StrictMath.PI * share)) + 0.01);
        double loss = 0;
        for (int first = 0; first < order.length; first += settings.batch()) {
            int end = Math.min(order.length, first + settings.batch());
            Arrays.fill(gradient, 0);
            for (int i = first; i < end; i++) {
                loss += addGradient(order[i], end - first);
            }
            addDecay();
            adam.step(weights, gradient, rate);
        }
        return loss / order.length;
    }

    /** Fisher and Yates. */
    private static int[] shuffled(int count, Random random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** Adds a sample's share of the gradient of the cross entropy, and returns its loss. */
    private double addGradient(int index, int batch) {
        standardisation.apply(features, index, sample);
        double loss = predict(labels[index]);
        double weight = classWeights[labels[index]];
        for (int label = 0; label < probabilities.length; label++) {
            double error = probabilities[label] - (label == labels[index] ? 1 : 0);
            double step = weight * error / batch;
            int start = label * sample.length;
            for (int feature = 0; feature < sample.length; feature++) {
                gradient[start + feature] += step * sample[feature];
            }
        }
        return weight * loss;
    }

    /** Fills the probabilities, and returns the negative logarithm of the right one. */
    private double predict(int truth) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < probabilities.length; label++) {
            double logit = 0;
            int start = label * sample.length;
            for (int feature = 0; feature < sample.length; feature++) {
                logit += weights[start + feature] * sample[feature];
            }
            probabilities[label] = logit;
            largest = Math.max(largest, logit);
        }
        double truthLogit = probabilities[truth] - largest;
        double sum = 0;
        for (int label = 0; label < probabilities.length; label++) {
            probabilities[label] = StrictMath.exp(probabilities[label] - largest);
            sum += probabilities[label];
        }
        for (int label = 0; label < probabilities.length; label++) {
            probabilities[label] /= sum;
        }
        return StrictMath.log(sum) - truthLogit;
    }

    /** Of the weights, not of the biases. */
    private void addDecay() {
        int width = sample.length;
        for (int i = 0; i < weights.length; i++) {
            if (i % width != width - 1) {
                gradient[i] += settings.decay() * weights[i];
            }
        }
    }

    /** Told how the training goes. */
    @FunctionalInterface
    public interface Progress {
        /**
         * An epoch is over.
         *
         * @param done how many are, counted from 1
         * @param total how many there will be
         * @param loss the mean cross entropy over the epoch, in nats
         */
        void epoch(int done, int total, double loss);
    }

    /**
     * How to train.
     *
     * @param epochs how often all samples are gone through
     * @param batch how many samples make one step
     * @param learningRate of the first epoch
     * @param decay how strongly large weights are held back (L2)
     * @param balanced whether all classes count alike, however many samples they have
     * @param seed of the order of the samples
     */
    public record Settings(int epochs, int batch, double learningRate, double decay, boolean balanced, long seed) {
        /**
         * Checks the bounds.
         *
         * @throws IllegalArgumentException if a number cannot be meant
         */
        public Settings {
            if (epochs < 1 || epochs > 10_000 || batch < 1) {
                throw new IllegalArgumentException(
                        "there must be 1 to 10000 epochs in batches of at least 1, not %d and %d"
                                .formatted(epochs, batch));
            }
            if (!(learningRate > 0 && learningRate <= 1) || !(decay >= 0 && decay <= 1)) {
                throw new IllegalArgumentException(
                        "the learning rate must be above 0 to 1 and the decay 0 to 1, not %s and %s"
                                .formatted(learningRate, decay));
            }
        }

        /** What suits a head on a few hundred to some ten thousand samples. */
        public static Settings usual(long seed) {
            return new Settings(40, 64, 0.01, 0.001, false, seed);
        }
    }
}
