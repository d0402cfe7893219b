package io.fieldloop.models.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.dataset.FashionMnist;
import io.fieldloop.models.dataset.LabelledImages;
import io.fieldloop.models.predict.BatchRun;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Rows;
import io.fieldloop.models.predict.TestPackages;
import io.fieldloop.models.retrain.SoftmaxRegression.Settings;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop in small: a camera that is mounted upside down, labelled samples of it, and a head that has learnt them. */
class FieldRetrainingTest {
    private static final int LABELLED = 1_000;
    private static final int TESTED = 1_000;

    @TempDir
    Path folder;

    @Test
    void headTaughtByFieldSamples_seesTheFieldMuchBetter() throws Exception {
        byte[] base = BaseModel.fashionCnn().read();
        LabelledImages images = FashionMnist.test(TestAssets.cacheWith(FashionMnist.ASSET));
        HeadSurgery surgery = HeadSurgery.of(base, "logits");
        double before = accuracy(base, images);

        Rows features;
        try (LoadedModel model = load(base)) {
            features = BatchRun.outputs(model, surgery.features(), LABELLED, i -> upsideDown(images, i));
        }
        int[] labels = new int[LABELLED];
        for (int i = 0; i < LABELLED; i++) {
            labels[i] = images.label(i);
        }
        Head head = SoftmaxRegression.fit(features, labels, 10, Settings.usual(1), (_, _, _) -> {});
        double after = accuracy(surgery.replace(head), images);

        assertThat(before).isLessThan(0.5);
        assertThat(after).isGreaterThan(before + 0.2).isGreaterThan(0.65);
    }

    /** On images that were not learnt from. */
    private double accuracy(byte[] onnx, LabelledImages images) throws Exception {
        try (LoadedModel model = load(onnx)) {
            Rows logits = BatchRun.outputs(model, "logits", TESTED, i -> upsideDown(images, LABELLED + i));
            int correct = 0;
            for (int i = 0; i < TESTED; i++) {
                correct += likeliest(logits, i) == images.label(LABELLED + i) ? 1 : 0;
            }
            return (double) correct / TESTED;
        }
    }

    private LoadedModel load(byte[] onnx) throws Exception {
        List<String> labels = BaseModel.fashionCnn().labels();
        return LoadedModel.load(
                TestPackages.classifier(onnx, labels, folder), Runtimes.available(), LoadOptions.DEFAULT);
    }

    private static int likeliest(Rows rows, int row) {
        int best = 0;
        for (int i = 1; i < rows.width(); i++) {
            if (rows.values()[row * rows.width() + i] > rows.values()[row * rows.width() + best]) {
                best = i;
            }
        }
        return best;
    }

    private static Image upsideDown(LabelledImages images, int index) {
        byte[] grey = images.image(index);
        int[] rgb = new int[grey.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[rgb.length - 1 - i] = (grey[i] & 0xFF) * 0x010101;
        }
        return new Image(images.width(), images.height(), rgb);
    }
}
