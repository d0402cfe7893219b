package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Loads one version of a model with what lies beside it: how it is to be served, and what it makes of images. */
final class ModelLoader {
    private static final String MANIFEST = "manifest.json";
    private static final String SETTINGS = "serving.json";

    private final Runtimes runtimes;
    private final ModelSettings defaults;
    private final Deadlines deadlines;

    ModelLoader(Runtimes runtimes, ModelSettings defaults, Deadlines deadlines) {
        this.runtimes = runtimes;
        this.defaults = defaults;
        this.deadlines = deadlines;
    }

    ServedModel load(String name, int version, Path folder) throws ModelException, IOException {
        ModelFormat format = format(folder);
        ModelSettings settings = settings(folder.resolve(SETTINGS));
        Session session = runtimes.forFormat(format).load(folder.resolve(file(format)), LoadOptions.DEFAULT);
        boolean whole = false;
        try {
            Optional<Images> images = images(folder.resolve(MANIFEST), format, session, settings);
            whole = true;
            return new ServedModel(
                    new ServedModel.Name(name, Integer.toString(version)),
                    platform(format),
                    session,
                    settings,
                    images,
                    deadlines);
        } finally {
            if (!whole) {
                session.close();
            }
        }
    }

    private static ModelFormat format(Path folder) throws ModelException {
        for (ModelFormat format : ModelFormat.values()) {
            if (Files.isRegularFile(folder.resolve(file(format)))) {
                return format;
            }
        }
        throw new ModelException(
                Reason.FILE_UNREADABLE,
                "there is neither model.onnx nor model.tflite in %s".formatted(folder.getFileName()));
    }

    private static String file(ModelFormat format) {
        return switch (format) {
            case ONNX -> "model.onnx";
            case TFLITE -> "model.tflite";
        };
    }

    /** By the protocol's pattern {@code project_format}. */
    static String platform(ModelFormat format) {
        return switch (format) {
            case ONNX -> "onnxruntime_onnx";
            case TFLITE -> "tensorflow_tflite";
        };
    }

    private ModelSettings settings(Path file) throws ModelException, IOException {
        if (!Files.exists(file)) {
            return defaults;
        }
        try {
            return SettingsJson.read(bounded(file), defaults);
        } catch (ApiException | IllegalArgumentException e) {
            throw new ModelException(Reason.MANIFEST_MISMATCH, "%s: %s".formatted(SETTINGS, e.getMessage()), e);
        }
    }

    private static Optional<Images> images(Path file, ModelFormat format, Session session, ModelSettings settings)
            throws ModelException, IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Manifest manifest = manifest(file);
        if (!(manifest.preprocessing() instanceof OfImages)) {
            return Optional.empty();
        }
        for (Variant variant : manifest.variants()) {
            if (variant.format() == format
                    && variant.inputs().equals(session.inputs())
                    && variant.outputs().equals(session.outputs())) {
                return Optional.of(images(LoadedModel.of(manifest, variant, List.of(session)), settings));
            }
        }
        throw new ModelException(
                Reason.MANIFEST_MISMATCH,
                "%s declares no %s variant that takes %s and gives %s"
                        .formatted(MANIFEST, format, session.inputs(), session.outputs()));
    }

    private static Images images(LoadedModel model, ModelSettings settings) throws ModelException {
        var pool = new InferencePool(
                model.manifest().model().model(), settings.concurrency(), settings.concurrency() + settings.queue());
        boolean whole = false;
        try {
            pool.swap(pool.standBy(model));
            whole = true;
            return new Images(pool, true, settings.concurrency());
        } finally {
            if (!whole) {
                pool.close();
            }
        }
    }

    private static Manifest manifest(Path file) throws ModelException, IOException {
        try {
            return ManifestJson.read(bounded(file));
        } catch (PackageException e) {
            throw new ModelException(Reason.MANIFEST_MISMATCH, "%s: %s".formatted(MANIFEST, e.getMessage()), e);
        }
    }

    private static byte[] bounded(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ManifestJson.MAX_SIZE_BYTES + 1);
        }
    }
}
