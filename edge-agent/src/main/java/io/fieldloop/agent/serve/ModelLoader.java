package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.models.pack.Preprocessing.OfReadings;
import io.fieldloop.models.pack.Preprocessing.OfSound;
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

/** Loads one version of a model with what lies beside it: how it is to be served, and what it makes of images, readings or sound. */
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
        var named = new ServedModel.Name(name, Integer.toString(version));
        ModelSettings settings = settings(folder.resolve(SETTINGS));
        Optional<Manifest> manifest = manifest(folder.resolve(MANIFEST));
        return manifest.isPresent() && manifest.get().preprocessing() instanceof OfSound sound
                ? listener(named, new LocalPackage(manifest.get(), folder), sound, settings)
                : ofFile(named, manifest, folder, settings);
    }

    /** A package that hears may be of several files, so they lie there as in every package: by their digests. */
    private ServedModel listener(ServedModel.Name name, LocalPackage source, OfSound sound, ModelSettings settings)
            throws ModelException {
        LoadedModel loaded = LoadedModel.load(source, runtimes, LoadOptions.DEFAULT);
        return new ServedModel(
                name,
                platform(loaded.variant().format()),
                loaded.session(),
                settings,
                Senses.of(new Sounds(
                        pool(loaded, settings), true, source.manifest().model(), sound)),
                deadlines);
    }

    private ServedModel ofFile(ServedModel.Name name, Optional<Manifest> manifest, Path folder, ModelSettings settings)
            throws ModelException {
        ModelFormat format = format(folder);
        Session session = runtimes.forFormat(format).load(folder.resolve(file(format)), LoadOptions.DEFAULT);
        boolean whole = false;
        try {
            Senses senses = manifest.isPresent() ? senses(manifest.get(), format, session, settings) : Senses.NONE;
            whole = true;
            return new ServedModel(name, platform(format), session, settings, senses, deadlines);
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

    private static Senses senses(Manifest manifest, ModelFormat format, Session session, ModelSettings settings)
            throws ModelException {
        for (Variant variant : manifest.variants()) {
            if (variant.format() == format
                    && variant.inputs().equals(session.inputs())
                    && variant.outputs().equals(session.outputs())) {
                LoadedModel loaded = LoadedModel.of(manifest, variant, List.of(session));
                InferencePool pool = pool(loaded, settings);
                return manifest.preprocessing() instanceof OfReadings
                        ? Senses.ofReadings(Inputs.ofReadings(pool, true, settings.concurrency()))
                        : Senses.ofImages(Inputs.ofImages(pool, true, settings.concurrency()));
            }
        }
        throw new ModelException(
                Reason.MANIFEST_MISMATCH,
                "%s declares no %s variant that takes %s and gives %s"
                        .formatted(MANIFEST, format, session.inputs(), session.outputs()));
    }

    /** Takes the model over: it is closed with the pool, or if this fails. */
    private static InferencePool pool(LoadedModel model, ModelSettings settings) throws ModelException {
        var pool = new InferencePool(
                model.manifest().model().model(), settings.concurrency(), settings.concurrency() + settings.queue());
        boolean whole = false;
        try {
            pool.swap(pool.standBy(model));
            whole = true;
            return pool;
        } finally {
            if (!whole) {
                pool.close();
            }
        }
    }

    private static Optional<Manifest> manifest(Path file) throws ModelException, IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ManifestJson.read(bounded(file)));
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
