package io.fieldloop.hub.registry;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.message.Prediction;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;

/** Registered versions, loaded into this process. The few that were used last stay loaded. Thread-safe. */
@Singleton
public final class LoadedModels {
    private static final int MOST = 4;

    private final Registry registry;
    private final BlobStore blobs;
    private final LinkedHashMap<ModelRef, LoadedModel> kept =
            new LinkedHashMap<>(); // guarded by this, used last at the end

    LoadedModels(Registry registry, BlobStore blobs) {
        this.registry = registry;
        this.blobs = blobs;
    }

    /**
     * Loads a version for one caller, who closes it.
     *
     * @throws io.fieldloop.hub.problem.ProblemException if there is no such version
     * @throws ModelException if no runtime of this machine can load it
     * @throws IOException if its files cannot be read
     */
    public LoadedModel load(ModelRef ref) throws ModelException, IOException {
        Manifest manifest = registry.manifest(ref);
        // The files need their names only while they are loaded.
        try (PackageLinks links = PackageLinks.of(manifest.files(), blobs)) {
            return LoadedModel.load(links.localPackage(manifest), Runtimes.available(), LoadOptions.DEFAULT);
        }
    }

    /** The same for one variant of the version. */
    public LoadedModel load(ModelRef ref, String variant) throws ModelException, IOException {
        Manifest manifest = registry.manifest(ref);
        Variant wanted = manifest.variants().stream()
                .filter(v -> v.name().equals(variant))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s has no variant '%s'".formatted(ref, variant)));
        try (PackageLinks links = PackageLinks.of(manifest.files(), blobs)) {
            return LoadedModel.load(links.localPackage(manifest), wanted, Runtimes.available(), LoadOptions.DEFAULT);
        }
    }

    /** What a version says of an image, and how long that took, the loading not included. */
    Answer predict(ModelRef ref, Image image) throws ModelException, IOException {
        try (Predictor predictor = predictor(ref)) {
            long start = System.nanoTime();
            Prediction prediction = predictor.predict(image);
            return new Answer(prediction, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** A predictor stays usable when its model is closed, so one may be pushed out while it works. */
    private synchronized Predictor predictor(ModelRef ref) throws ModelException, IOException {
        LoadedModel model = kept.remove(ref);
        if (model == null) {
            model = load(ref);
        }
        kept.putLast(ref, model);
        if (kept.size() > MOST) {
            kept.pollFirstEntry().getValue().close();
        }
        return model.newPredictor();
    }

    @PreDestroy
    synchronized void close() {
        kept.values().forEach(LoadedModel::close);
        kept.clear();
    }

    /** A prediction and how long it took. */
    record Answer(Prediction prediction, Duration took) {}
}
