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
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.BatchRun;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Rows;
import io.fieldloop.models.retrain.HeadSurgery;
import io.fieldloop.models.retrain.LinearHead;
import io.fieldloop.models.retrain.SoftmaxRegression;
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
    /** The output that a head can be learned from. */
    static final String FEATURES = "features";

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
        Variant variant = learnable(base);
        List<SnapshotItem> items = trainItems(run, base);
        try {
            LinearHead head = learn(run, variant, base.labels(), items, progress);
            progress.at("registering the next version", 0.95);
            FileRef file = store(HeadSurgery.replace(Files.readAllBytes(blobs.path(variant.file().sha256())), head));
            return registry.register(draft(run, base, variant, file, items.size())).version();
        } catch (ModelException | ImageException | RefusedModelException | IOException e) {
            throw new RunFailedException("%s cannot be retrained: %s".formatted(run.model(), e.getMessage()), e);
        }
    }

    private static Variant learnable(Manifest base) throws RunFailedException {
        return base.variants().stream()
                .filter(v -> v.format() == ModelFormat.ONNX)
                .filter(v -> v.outputs().stream().anyMatch(o -> o.name().equals(FEATURES)))
                .findFirst()
                .orElseThrow(() -> new RunFailedException(
                        "%s has no ONNX variant with an output '%s' to learn a head from"
                                .formatted(base.model(), FEATURES)));
    }

    private List<SnapshotItem> trainItems(RunRow run, Manifest base) throws RunFailedException {
        List<SnapshotItem> items = new ArrayList<>();
        Set<String> missing = new HashSet<>(base.labels());
        snapshots.forEach(run.snapshot(), Side.TRAIN, item -> {
            items.add(item);
            missing.remove(item.className());
        });
        if (!missing.isEmpty()) {
            throw new RunFailedException("the snapshot has nothing to learn from for %s; a head learned without it would forget it"
                    .formatted(missing.stream().sorted().toList()));
        }
        return items;
    }

    private LinearHead learn(
            RunRow run, Variant variant, List<String> labels, List<SnapshotItem> items, RunProgress progress)
            throws RunFailedException, ModelException, ImageException, IOException {
        Rows features;
        try (LoadedModel model = models.load(run.model(), variant.name())) {
            requireFits(variant, items.size());
            features = BatchRun.outputs(model, FEATURES, items.size(), index -> {
                progress.at("computing features", 0.8 * index / items.size());
                return images.of(items.get(index));
            });
        }
        progress.at("learning the head", 0.8);
        int[] classes = items.stream().mapToInt(item -> labels.indexOf(item.className())).toArray();
        return SoftmaxRegression.fit(features, classes, labels.size(), run.seed());
    }

    private static void requireFits(Variant variant, int items) throws RunFailedException {
        long width = variant.outputs().stream()
                .filter(o -> o.name().equals(FEATURES))
                .mapToLong(o -> o.withBatch(1).elementCount())
                .findFirst()
                .orElseThrow();
        if (width * items > MAX_FEATURE_VALUES) {
            throw new RunFailedException("%d images of %d features each are more than a run holds; at most %d images fit"
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
