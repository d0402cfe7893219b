package io.fieldloop.models.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.predict.Rows;
import io.fieldloop.models.retrain.SoftmaxRegression.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class SoftmaxRegressionTest {
    private static final SoftmaxRegression.Progress SILENT = (_, _, _) -> {};
    private static final Settings USUAL = Settings.usual(7);

    @Test
    void classesThatCanBeToldApart_areToldApart() {
        Clouds clouds = new Clouds(600, 3, 5, new double[] {1, 1, 1}, 1);

        Head head = SoftmaxRegression.fit(clouds.features, clouds.labels, 3, USUAL, SILENT);

        assertThat(accuracy(head, new Clouds(600, 3, 5, new double[] {1, 1, 1}, 2)))
                .isGreaterThan(0.97);
    }

    @Test
    void featuresOfVeryDifferentScale_areAllUsed() {
        Clouds clouds = new Clouds(600, 3, 5, new double[] {1, 1, 1}, 1);
        Clouds scaled = clouds.scaled(1e4f, -300);
        Clouds other = new Clouds(600, 3, 5, new double[] {1, 1, 1}, 2).scaled(1e4f, -300);

        Head head = SoftmaxRegression.fit(scaled.features, scaled.labels, 3, USUAL, SILENT);

        assertThat(accuracy(head, other)).isGreaterThan(0.97);
    }

    @Test
    void sameSeed_givesTheSameHeadBitByBit_andAnotherSeedAnother() {
        Clouds clouds = new Clouds(200, 3, 5, new double[] {1, 1, 1}, 1);

        Head head = SoftmaxRegression.fit(clouds.features, clouds.labels, 3, USUAL, SILENT);

        assertThat(SoftmaxRegression.fit(clouds.features, clouds.labels, 3, USUAL, SILENT))
                .isEqualTo(head);
        assertThat(SoftmaxRegression.fit(clouds.features, clouds.labels, 3, Settings.usual(8), SILENT))
                .isNotEqualTo(head);
    }

    @Test
    void loss_fallsFromEpochToEpoch() {
        Clouds clouds = new Clouds(300, 4, 6, new double[] {1, 1, 1, 1}, 1);
        List<Double> losses = new ArrayList<>();

        SoftmaxRegression.fit(clouds.features, clouds.labels, 4, USUAL, (done, total, loss) -> {
            assertThat(done).isEqualTo(losses.size() + 1);
            assertThat(total).isEqualTo(USUAL.epochs());
            losses.add(loss);
        });

        assertThat(losses).hasSize(USUAL.epochs());
        assertThat(losses.getFirst()).isLessThan(Math.log(4) * 1.2);
        assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
    }

    @Test
    void balancing_findsMoreOfARareClass() {
        double[] shares = {0.95, 0.05};
        Clouds rare = new Clouds(1_000, 2, 2, shares, 1, 1.2);
        Clouds even = new Clouds(1_000, 2, 2, new double[] {1, 1}, 2, 1.2);
        var balanced = new Settings(40, 64, 0.01, 0.001, true, 7);

        double without = recall(SoftmaxRegression.fit(rare.features, rare.labels, 2, USUAL, SILENT), even, 1);
        double with = recall(SoftmaxRegression.fit(rare.features, rare.labels, 2, balanced, SILENT), even, 1);

        assertThat(with).isGreaterThan(without + 0.2);
    }

    @Test
    void featureThatNeverVaries_doesNoHarm() {
        Clouds clouds = new Clouds(300, 2, 3, new double[] {1, 1}, 1);
        float[] values = clouds.features.values().clone();
        for (int i = 0; i < values.length; i += 3) {
            values[i] = 42;
        }

        Head head = SoftmaxRegression.fit(new Rows(values, 3), clouds.labels, 2, USUAL, SILENT);

        assertThat(Math.abs(head.weight(0, 0))).isLessThan(1);
    }

    @Test
    void classWithoutSamples_isNeverPredicted() {
        Clouds clouds = new Clouds(300, 3, 4, new double[] {1, 0, 1}, 1);

        Head head = SoftmaxRegression.fit(clouds.features, clouds.labels, 3, USUAL, SILENT);

        for (int i = 0; i < clouds.labels.length; i++) {
            assertThat(likeliest(head, clouds.features, i)).isNotEqualTo(1);
        }
    }

    @Test
    void training_endsWhenItsProgressThrows() {
        Clouds clouds = new Clouds(100, 2, 2, new double[] {1, 1}, 1);

        assertThatThrownBy(() -> SoftmaxRegression.fit(clouds.features, clouds.labels, 2, USUAL, (_, _, _) -> {
                    throw new CancellationException("cancelled");
                }))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void samplesThatCannotBeUsed_areRefused() {
        Rows features = new Rows(new float[] {1, 2, 3, 4}, 2);

        assertRefused(features, new int[] {0}, "there are 1 labels for 2 samples");
        assertRefused(features, new int[] {0, 2}, "label 2 is not one of 2 classes");
        assertRefused(features, new int[] {0, -1}, "label -1 is not one of 2 classes");
        assertRefused(features, new int[] {1, 1}, "at least two classes");
        assertRefused(new Rows(new float[] {1, Float.NaN, 3, 4}, 2), new int[] {0, 1}, "feature 1 of sample 0 is NaN");
    }

    private static void assertRefused(Rows features, int[] labels, String message) {
        assertThatThrownBy(() -> SoftmaxRegression.fit(features, labels, 2, USUAL, SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static double accuracy(Head head, Clouds clouds) {
        int correct = 0;
        for (int i = 0; i < clouds.labels.length; i++) {
            correct += likeliest(head, clouds.features, i) == clouds.labels[i] ? 1 : 0;
        }
        return (double) correct / clouds.labels.length;
    }

    private static double recall(Head head, Clouds clouds, int label) {
        int found = 0;
        int all = 0;
        for (int i = 0; i < clouds.labels.length; i++) {
            if (clouds.labels[i] == label) {
                all++;
                found += likeliest(head, clouds.features, i) == label ? 1 : 0;
            }
        }
        return (double) found / all;
    }

    private static int likeliest(Head head, Rows features, int sample) {
        float[] logits = head.logits(features.values(), sample);
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /** Normally distributed samples around one centre for each class. */
    private static final class Clouds {
        final Rows features;
        final int[] labels;

        Clouds(int count, int classes, int width, double[] shares, long seed) {
            this(count, classes, width, shares, seed, 4);
        }

        Clouds(int count, int classes, int width, double[] shares, long seed, double distance) {
            var random = new Random(seed);
            float[] values = new float[count * width];
            labels = new int[count];
            double sum = Arrays.stream(shares).sum();
            for (int i = 0; i < count; i++) {
                double place = random.nextDouble() * sum;
                int label = 0;
                while (label < classes - 1 && place >= shares[label]) {
                    place -= shares[label++];
                }
                labels[i] = label;
                for (int j = 0; j < width; j++) {
                    values[i * width + j] = (float) (random.nextGaussian() + (j == label ? distance : 0));
                }
            }
            features = new Rows(values, width);
        }

        private Clouds(Rows features, int[] labels) {
            this.features = features;
            this.labels = labels;
        }

        /** Makes the first feature large and far from 0. */
        Clouds scaled(float factor, float offset) {
            float[] values = features.values().clone();
            for (int i = 0; i < values.length; i += features.width()) {
                values[i] = values[i] * factor + offset;
            }
            return new Clouds(new Rows(values, features.width()), labels);
        }
    }
}
