package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.CaptureRule.Novelty;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.Requests;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.process.SystemUptime;
import io.fieldloop.agent.source.Input;
import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.dataset.FashionMnist;
import io.fieldloop.models.dataset.LabelledImages;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.Task;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is new to a stream of clothes, by the embedding of a real model. */
final class NoveltyTest {
    private static final int TROUSER = 1;
    private static final int BAG = 8;
    private static final ModelRef MODEL = ModelRef.of("fashion", 1);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void bagAmongTrousers_isNewByItsEmbedding_andATrouserIsNot() throws Exception {
        LabelledImages clothes = FashionMnist.test(TestAssets.cacheWith(FashionMnist.ASSET));
        var settings = new CaptureSettings(List.of(new Novelty(Optional.of("features"), 4)));
        try (var pool = new InferencePool(MODEL.model(), 1, 1);
                Outbox outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1 << 20, 0), new Random(1))) {
            pool.swap(pool.standBy(fashion()));
            var capturing = new Capturing(
                    new StreamName("line"),
                    () -> settings,
                    new Capturing.Models(pool::bring, Map.of()),
                    new Random(1),
                    Requests.open(folder.resolve("requests")),
                    outbox,
                    SystemUptime.ofMachine());
            show(clothes, TROUSER, 400, pool, capturing);
            long capturedTrousers = captured(outbox);

            show(clothes, BAG, 10, pool, capturing);

            assertThat(capturedTrousers).isLessThanOrEqualTo(16);
            assertThat(captured(outbox) - capturedTrousers).isGreaterThanOrEqualTo(4);
        }
    }

    private static long captured(Outbox outbox) {
        return outbox.ledger().streams().stream()
                .mapToLong(account -> account.captured())
                .sum();
    }

    private static void show(LabelledImages clothes, int label, int count, InferencePool pool, Capturing capturing)
            throws Exception {
        int[] wanted = IntStream.range(0, clothes.count())
                .filter(i -> clothes.label(i) == label)
                .limit(count)
                .toArray();
        for (int i : wanted) {
            Image image = grey(clothes.image(i));
            capturing.capture(new Input.Raw("camera", image), NOON, pool.infer(new Content.OfImage(image)));
        }
    }

    private static Image grey(byte[] pixels) {
        return new Image(
                28,
                28,
                IntStream.range(0, pixels.length)
                        .map(i -> (pixels[i] & 0xFF) * 0x010101)
                        .toArray());
    }

    private LoadedModel fashion() throws Exception {
        BaseModel base = BaseModel.fashionCnn();
        Path file = Files.write(folder.resolve("model.onnx"), base.read());
        Session session = Runtimes.available().forFormat(ModelFormat.ONNX).load(file, LoadOptions.DEFAULT);
        var variant = new Variant(
                "onnx-fp32",
                ModelFormat.ONNX,
                new FileRef(Sha256.of(base.read()), base.read().length),
                session.inputs(),
                session.outputs());
        var manifest = new Manifest(
                MODEL,
                Task.IMAGE_CLASSIFICATION,
                List.of(variant),
                new Preprocessing.OfImages(
                        28, 28, Colour.GREY, Layout.NCHW, Fit.STRETCH, 1, List.of(0.0), List.of(1.0)),
                new TopClasses("logits", Activation.SOFTMAX, 3),
                base.labels(),
                List.of(),
                Limits.NONE,
                Lineage.brought("from the catalogue"),
                NOON);
        return LoadedModel.of(manifest, variant, List.of(session));
    }
}
