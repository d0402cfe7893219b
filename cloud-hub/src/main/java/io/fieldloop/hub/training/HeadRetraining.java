package io.fieldloop.hub.training;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.datasets.SnapshotItem;
import io.fieldloop.hub.datasets.Snapshots;
import io.fieldloop.hub.datasets.Split.Side;
import io.fieldloop.hub.registry.Draft;
import io.fieldloop.hub.registry.LoadedModels;
import io.fieldloop.hub.registry.RefusedModelException;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.BatchRun;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Rows;
import io.fieldloop.models.retrain.Head;
import io.fieldloop.models.retrain.HeadSurgery;
import io.fieldloop.models.retrain.SoftmaxRegression;
import io.fieldloop.models.retrain.SoftmaxRegression.Settings;
import io.fieldloop.models.retrain.UnsuitableModelException;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Learns the last layer of a version anew, registers the next version and evaluates both. */
@Singleton
final class HeadRetraining {
    /** Keeps all features within 256 MiB. */
    private static final long MAX_FEATURE_VALUES = 64L << 20;

    private final Registry registry;
    private final LoadedModels models;
    private final Snapshots snapshots;
    private final BlobStore blobs;
    private final ItemImages images;
    private final Evaluating evaluating;

    HeadRetraining(
            Registry registry,
            LoadedModels models,
            Snapshots snapshots,
            BlobStore blobs,
            ItemImages images,
            Evaluating evaluating) {
        this.registry = registry;
        this.models = models;
        this.snapshots = snapshots;
        this.blobs = blobs;
        this.images = images;
        this.evaluating = evaluating;
    }

    /**
     * The whole of a retraining run.
     *
     * @return the number of the version that it made
     * @throws RunFailedException if the version has no features, the snapshot does not suffice, or a part fails
     */
    int run(RunRow run, RunProgress progress) throws RunFailedException, InterruptedException {
        Optional<Integer> madeBefore = registry.versionOfRun(run.id());
        int made = madeBefore.isPresent() ? madeBefore.get() : make(run, progress.part(0, 0.6));
        ModelRef next = new ModelRef(run.model().model(), made);
        evaluating.evaluate(run.model(), run.snapshot(), progress.part(0.6, 0.8));
        evaluating.evaluate(next, run.snapshot(), progress.part(0.8, 1));
        return made;
    }

    private int make(RunRow run, RunProgress progress) throws RunFailedException, InterruptedException {
        Manifest base = registry.manifest(run.model());
        Variant variant = onnx(base);
        List<SnapshotItem> items = trainItems(run, base);
        try {
            byte[] model = Files.readAllBytes(blobs.path(variant.file().sha256()));
            HeadSurgery surgery = HeadSurgery.of(model, logits(base));
            Head head = learn(run, base, features(run, variant, surgery.features(), items, progress), items, progress);
            progress.at("registering the next version", 0.95);
            return registry.register(
                            draft(run, base, variant, store(surgery.replace(head)), items.size()), "run " + run.id())
                    .version();
        } catch (ModelException | ImageException | UnsuitableModelException | RefusedModelException | IOException e) {
            throw new RunFailedException("%s cannot be retrained: %s".formatted(run.model(), e.getMessage()), e);
        }
    }

    private static Variant onnx(Manifest base) throws RunFailedException {
        return base.variants().stream()
                .filter(v -> v.format() == ModelFormat.ONNX)
                .findFirst()
                .orElseThrow(() -> new RunFailedException("%s has no ONNX variant".formatted(base.model())));
    }

    private static String logits(Manifest base) throws RunFailedException {
        return switch (base.postprocessing()) {
            case TopClasses top -> top.output();
            case SsdBoxes _, ClassMask _, ThresholdEvents _ ->
                throw new RunFailedException("only the head of an image classifier can be learned anew");
        };
    }

    private List<SnapshotItem> trainItems(RunRow run, Manifest base) throws RunFailedException {
        List<SnapshotItem> items = new ArrayList<>();
        Set<String> missing = new HashSet<>(base.labels());
        snapshots.forEach(run.snapshot(), Side.TRAIN, item -> {
            items.add(item);
            missing.remove(item.className());
        });
        if (!missing.isEmpty()) {
            throw new RunFailedException(
                    "the snapshot has nothing to learn from for %s; a head learned without it would forget it"
                            .formatted(missing.stream().sorted().toList()));
        }
        return items;
    }

    private Rows features(RunRow run, Variant variant, String output, List<SnapshotItem> items, RunProgress progress)
            throws RunFailedException, ModelException, ImageException, IOException {
        requireFits(variant, output, items.size());
        try (LoadedModel model = models.load(run.model(), variant.name())) {
            return BatchRun.outputs(model, output, items.size(), index -> {
                progress.at("computing features", 0.8 * index / items.size());
                return images.of(items.get(index));
            });
        }
    }

    private static Head learn(
            RunRow run, Manifest base, Rows features, List<SnapshotItem> items, RunProgress progress) {
        int[] classes = items.stream()
                .mapToInt(item -> base.labels().indexOf(item.className()))
                .toArray();
        return SoftmaxRegression.fit(
                features,
                classes,
                base.labels().size(),
                Settings.usual(run.seed()),
                (done, total, _) -> progress.at("learning the head", 0.8 + 0.15 * done / total));
    }

    private static void requireFits(Variant variant, String output, int items) throws RunFailedException {
        long width = variant.outputs().stream()
                .filter(o -> o.name().equals(output))
                .mapToLong(o -> o.withBatch(1).elementCount())
                .findFirst()
                .orElseThrow();
        if (width * items > MAX_FEATURE_VALUES) {
            throw new RunFailedException(
                    "%d images of %d features each are more than a run holds; at most %d images fit"
                            .formatted(items, width, MAX_FEATURE_VALUES / width));
        }
    }

    private FileRef store(byte[] model) throws IOException {
        Sha256 name = blobs.put(new ByteArrayInputStream(model), model.length);
        return new FileRef(name, model.length);
    }

    private static Draft draft(RunRow run, Manifest base, Variant variant, FileRef file, int items) {
        return new Draft(
                base.model().model(),
                List.of(new Draft.Form(variant.name(), ModelFormat.ONNX, file)),
                base.preprocessing(),
                base.postprocessing(),
                base.goldens().stream()
                        .map(g -> new Draft.GoldenImage(g.input(), g.tolerance()))
                        .toList(),
                base.limits(),
                new Lineage(
                        Optional.of(base.model().version()),
                        Optional.of(run.snapshot()),
                        Optional.of(run.id().toString()),
                        "last layer of version %d learned anew from %d images"
                                .formatted(base.model().version(), items)));
    }
}
