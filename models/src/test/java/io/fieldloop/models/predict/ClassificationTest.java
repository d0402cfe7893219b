package io.fieldloop.models.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.dataset.FashionMnist;
import io.fieldloop.models.dataset.LabelledImages;
import io.fieldloop.models.evaluate.ConfusionCounter;
import io.fieldloop.models.evaluate.ConfusionMatrix;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classifier of clothes that comes with this program. */
class ClassificationTest {
    private static final long MOST_BYTES_PER_PREDICTION = 2_048;

    @TempDir
    Path folder;

    @Test
    void testImages_areSeenAsWellAsTheModelsCardSays() throws Exception {
        LabelledImages test = FashionMnist.test(TestAssets.cacheWith(FashionMnist.ASSET));
        List<String> labels = BaseModel.fashionCnn().labels();
        var counter = new ConfusionCounter(labels);

        try (LoadedModel model = load(TestPackages.fashion(folder))) {
            Rows logits = BatchRun.outputs(model, "logits", test.count(), i -> image(test, i));
            for (int i = 0; i < logits.count(); i++) {
                counter.add(labels.get(test.label(i)), labels.get(likeliest(logits, i)));
            }
        }

        ConfusionMatrix confusion = counter.matrix();
        assertThat(confusion.total()).isEqualTo(10_000);
        assertThat(confusion.accuracy()).isEqualTo(BaseModel.fashionCnn().testAccuracy(), within(0.0005));
    }

    @Test
    void inputOfFreeHeightAndWidth_getsThoseOfThePreprocessing() throws Exception {
        try (LoadedModel model = load(TestPackages.textDirection(folder));
                Predictor predictor = model.newPredictor()) {
            var prediction = (Classified) predictor.predict(noise(300, 80, 1));

            assertThat(prediction.classes()).hasSize(2);
            assertThat(prediction.classes().stream()
                            .mapToDouble(ClassScore::score)
                            .sum())
                    .isEqualTo(1, within(1e-5));
        }
    }

    @Test
    void prediction_givesTheLikeliestClassesOfAllThatAddUpToOne() throws Exception {
        LocalPackage source = withPostprocessing(new TopClasses("logits", Activation.SOFTMAX, 10));
        try (LoadedModel model = load(source);
                Predictor predictor = model.newPredictor()) {
            var prediction = (Classified) predictor.predict(noise(28, 28, 1));

            assertThat(prediction.classes())
                    .hasSize(10)
                    .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
            assertThat(prediction.classes().stream()
                            .mapToDouble(ClassScore::score)
                            .sum())
                    .isEqualTo(1, within(1e-6));
            assertThat(prediction.classes())
                    .extracting(ClassScore::label)
                    .containsExactlyInAnyOrderElementsOf(FashionMnist.LABELS);
        }
    }

    @Test
    void batchRun_givesTheSameAsSinglePredictions() throws Exception {
        int count = 70; // two full batches and a part of one
        try (LoadedModel model = load(TestPackages.fashion(folder));
                Predictor predictor = model.newPredictor()) {
            Rows features = BatchRun.outputs(model, "features", count, i -> noise(28, 28, i));

            assertThat(features.count()).isEqualTo(count);
            assertThat(features.width()).isEqualTo(64);
            float[] single = new float[64];
            for (int i = 0; i < count; i++) {
                predictor.predict(noise(28, 28, i));
                predictor.output("features").read(0, single);
                for (int j = 0; j < single.length; j++) {
                    assertThat(features.values()[i * 64 + j]).isEqualTo(single[j], within(1e-4f));
                }
            }
        }
    }

    @Test
    void prediction_allocatesNextToNothing() throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Image image = noise(28, 28, 1);
        try (LoadedModel model = load(TestPackages.fashion(folder));
                Predictor predictor = model.newPredictor()) {
            long spent = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 20 && spent > MOST_BYTES_PER_PREDICTION; attempt++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1_000; i++) {
                    predictor.predict(image);
                }
                spent = (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;
            }
            assertThat(spent).isLessThan(MOST_BYTES_PER_PREDICTION);
        }
    }

    @Test
    void oneModel_usedByManyThreads_predictsTheSame() throws Exception {
        try (LoadedModel model = load(TestPackages.fashion(folder));
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            List<Future<List<Object>>> done = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                done.add(workers.submit(() -> {
                    List<Object> predictions = new ArrayList<>();
                    try (Predictor predictor = model.newPredictor()) {
                        for (int i = 0; i < 200; i++) {
                            predictions.add(predictor.predict(noise(28 + i % 3, 28, i)));
                        }
                    }
                    return predictions;
                }));
            }
            List<Object> first = done.getFirst().get(60, TimeUnit.SECONDS);
            for (Future<List<Object>> one : done) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(first);
            }
        }
    }

    @Test
    void predictor_outlivesItsModelUntilItIsClosed() throws Exception {
        LoadedModel model = load(TestPackages.fashion(folder));
        Predictor predictor = model.newPredictor();

        model.close();

        assertThat(predictor.predict(noise(28, 28, 1))).isNotNull();
        assertThrows(Reason.CLOSED, "is closed", model::newPredictor);
        predictor.close();
        assertThrows(Reason.CLOSED, "is closed", () -> predictor.predict(noise(28, 28, 1)));
    }

    @Test
    void fileThatIsNotWhatTheManifestSays_isRefused() throws Exception {
        LocalPackage fashion = TestPackages.fashion(folder);
        LocalPackage detector = TestPackages.classifier(
                BaseModel.fashionCnn().read(), BaseModel.fashionCnn().labels(), folder);
        Manifest lying = withVariantsOf(fashion.manifest(), "other");

        assertThat(load(detector)).isNotNull();
        assertThrows(
                Reason.MANIFEST_MISMATCH,
                "but the manifest says [other FLOAT32[-1, 1, 28, 28]]",
                () -> load(new LocalPackage(lying, folder)));
    }

    @Test
    void labelsThatDoNotSuitTheOutput_areRefused() throws Exception {
        LocalPackage tooFew = TestPackages.classifier(BaseModel.fashionCnn().read(), List.of("a", "b"), folder);

        try (LoadedModel model = load(tooFew)) {
            assertThrows(Reason.MANIFEST_MISMATCH, "has 10 values for 2 labels", model::newPredictor);
        }
    }

    @Test
    void modelWithoutARuntimeHere_isRefused() throws Exception {
        LocalPackage fashion = TestPackages.fashion(folder);
        Runtimes onlyTflite = Runtimes.of(Runtimes.available().forFormat(ModelFormat.TFLITE));

        assertThrows(
                Reason.RUNTIME_UNAVAILABLE,
                "no variant of fashion@1 can run here",
                () -> LoadedModel.load(fashion, onlyTflite, LoadOptions.DEFAULT));
    }

    private LocalPackage withPostprocessing(TopClasses postprocessing) throws Exception {
        Manifest m = TestPackages.fashion(folder).manifest();
        return new LocalPackage(
                new Manifest(
                        m.model(),
                        m.task(),
                        m.variants(),
                        m.preprocessing(),
                        postprocessing,
                        m.labels(),
                        m.goldens(),
                        m.limits(),
                        m.lineage(),
                        m.createdAt()),
                folder);
    }

    private static Manifest withVariantsOf(Manifest m, String inputName) {
        var variants = m.variants().stream()
                .map(v -> new Variant(
                        v.name(),
                        v.format(),
                        v.file(),
                        List.of(new TensorSpec(
                                inputName,
                                v.inputs().getFirst().type(),
                                v.inputs().getFirst().shape())),
                        v.outputs()))
                .toList();
        return new Manifest(
                m.model(),
                m.task(),
                variants,
                m.preprocessing(),
                m.postprocessing(),
                m.labels(),
                m.goldens(),
                m.limits(),
                m.lineage(),
                m.createdAt());
    }

    private static LoadedModel load(LocalPackage source) throws ModelException {
        return LoadedModel.load(source, Runtimes.available(), LoadOptions.DEFAULT);
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

    private static Image image(LabelledImages images, int index) {
        byte[] grey = images.image(index);
        int[] rgb = new int[grey.length];
        Arrays.setAll(rgb, i -> (grey[i] & 0xFF) * 0x010101);
        return new Image(images.width(), images.height(), rgb);
    }

    private static Image noise(int width, int height, long seed) {
        var random = new Random(seed);
        int[] rgb = new int[width * height];
        Arrays.setAll(rgb, _ -> random.nextInt(256) * 0x010101);
        return new Image(width, height, rgb);
    }

    private static void assertThrows(Reason reason, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
