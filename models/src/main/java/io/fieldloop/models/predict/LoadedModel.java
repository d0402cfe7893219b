package io.fieldloop.models.predict;

import io.fieldloop.models.audio.Hearing;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.pack.Preprocessing.OfReadings;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.pack.Stage;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.readings.ReadingsPreprocessor;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.models.vision.ImagePreprocessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A version that is loaded. Any thread. */
public final class LoadedModel implements AutoCloseable {
    private final Manifest manifest;
    private final Variant variant;

    /** Of the stages, in their order. */
    private final List<Session> sessions;

    private LoadedModel(Manifest manifest, Variant variant, List<Session> sessions) {
        this.manifest = manifest;
        this.variant = variant;
        this.sessions = sessions;
    }

    /**
     * Loads the first variant that a runtime of this machine reads.
     *
     * @throws ModelException if there is none, it cannot be loaded, or it is not what the manifest says
     */
    public static LoadedModel load(LocalPackage source, Runtimes runtimes, LoadOptions options) throws ModelException {
        for (Variant variant : source.manifest().variants()) {
            if (runtimes.reads(variant.format())) {
                return load(source, variant, runtimes, options);
            }
        }
        throw new ModelException(
                Reason.RUNTIME_UNAVAILABLE,
                "no variant of %s can run here; there are only %s"
                        .formatted(source.manifest().model(), runtimes.describe()));
    }

    /** Loads this variant; otherwise like {@link #load(LocalPackage, Runtimes, LoadOptions)}. */
    public static LoadedModel load(LocalPackage source, Variant variant, Runtimes runtimes, LoadOptions options)
            throws ModelException {
        ModelRuntime runtime = runtimes.forFormat(variant.format());
        List<Session> sessions = new ArrayList<>();
        boolean whole = false;
        try {
            for (Stage stage : variant.stages()) {
                sessions.add(runtime.load(source.file(stage.file()), options));
            }
            whole = true;
        } finally {
            if (!whole) {
                sessions.forEach(Session::close);
            }
        }
        return of(source.manifest(), variant, sessions);
    }

    /**
     * A version whose files are loaded already. Takes {@code sessions} over: they are closed if this fails.
     *
     * @param sessions one for each stage, in their order
     * @throws ModelException if it is not what the manifest says
     */
    public static LoadedModel of(Manifest manifest, Variant variant, List<Session> sessions) throws ModelException {
        boolean suitable = false;
        try {
            for (int i = 0; i < sessions.size(); i++) {
                requireAsDeclared(manifest, variant, variant.stages().get(i), sessions.get(i));
            }
            switch (manifest.preprocessing()) {
                case OfImages images -> preprocessor(images, onlyInput("images", sessions.getFirst()));
                case OfReadings readings -> preprocessor(readings, onlyInput("readings", sessions.getFirst()));
                case OfSound _ -> {} // its chain says what goes where
            }
            suitable = true;
            return new LoadedModel(manifest, variant, List.copyOf(sessions));
        } finally {
            if (!suitable) {
                sessions.forEach(Session::close);
            }
        }
    }

    private static void requireAsDeclared(Manifest manifest, Variant variant, Stage stage, Session session)
            throws ModelException {
        if (!session.inputs().equals(stage.inputs()) || !session.outputs().equals(stage.outputs())) {
            throw new ModelException(
                    Reason.MANIFEST_MISMATCH,
                    "the file of %s %s takes %s and gives %s, but the manifest says %s and %s"
                            .formatted(
                                    manifest.model(),
                                    variant.name(),
                                    session.inputs(),
                                    session.outputs(),
                                    stage.inputs(),
                                    stage.outputs()));
        }
    }

    private static TensorSpec onlyInput(String what, Session session) throws ModelException {
        if (session.inputs().size() != 1) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "a model of %s has one input, not %s".formatted(what, session.inputs()));
        }
        return session.inputs().getFirst();
    }

    private static ImagePreprocessor preprocessor(OfImages images, TensorSpec input) throws ModelException {
        try {
            return new ImagePreprocessor(images, input);
        } catch (IllegalArgumentException e) {
            throw new ModelException(Reason.MANIFEST_MISMATCH, String.valueOf(e.getMessage()), e);
        }
    }

    private static ReadingsPreprocessor preprocessor(OfReadings readings, TensorSpec input) throws ModelException {
        try {
            return new ReadingsPreprocessor(readings, input);
        } catch (IllegalArgumentException e) {
            throw new ModelException(Reason.MANIFEST_MISMATCH, String.valueOf(e.getMessage()), e);
        }
    }

    /** What it is. */
    public Manifest manifest() {
        return manifest;
    }

    /** Which form of it was loaded. */
    public Variant variant() {
        return variant;
    }

    /** What runs it, or the last model of a chain; closed with this. */
    public Session session() {
        return sessions.getLast();
    }

    /** What computes it, such as {@code cpu} or {@code xnnpack}. */
    public String accelerator() {
        return session().accelerator();
    }

    /**
     * Where its operators run. The first call ends the record.
     *
     * @throws ModelException if it was not loaded to be observed, has not run yet, or the record cannot be read
     */
    public Placement placement() throws ModelException {
        Placement whole = new Placement(Map.of());
        for (Session session : sessions) {
            whole = whole.with(session.placement());
        }
        return whole;
    }

    /**
     * Prepares the buffers of one worker.
     *
     * @throws ModelException if the model cannot run a single image or window, its outputs do not suit the postprocessing, the models of a
     *     chain do not fit each other, or it is closed
     */
    public Predictor newPredictor() throws ModelException {
        return switch (manifest.preprocessing()) {
            case OfImages images -> ImagePredictor.of(manifest, newLane(images, 1));
            case OfSound _ -> new SoundPredictor(Hearing.open(manifest.chain(variant), sessions));
            case OfReadings readings -> ReadingsPredictor.of(manifest, newLane(readings));
        };
    }

    /** Buffers for a number of images at once. */
    Lane<ImagePreprocessor> newLane(int batch) throws ModelException {
        return switch (manifest.preprocessing()) {
            case OfImages images -> newLane(images, batch);
            case OfSound _, OfReadings _ ->
                throw new ModelException(Reason.SHAPE_UNSUPPORTED, "the model hears or reads; it cannot see");
        };
    }

    private Lane<ImagePreprocessor> newLane(OfImages images, int batch) throws ModelException {
        ImagePreprocessor preprocessor = preprocessor(images, session().inputs().getFirst());
        Invocation invocation = session().newShapedInvocation(List.of(preprocessor.shape(batch)));
        return new Lane<>(preprocessor, invocation, session().outputs());
    }

    private Lane<ReadingsPreprocessor> newLane(OfReadings readings) throws ModelException {
        ReadingsPreprocessor preprocessor =
                preprocessor(readings, session().inputs().getFirst());
        Invocation invocation = session().newShapedInvocation(List.of(preprocessor.shape()));
        return new Lane<>(preprocessor, invocation, session().outputs());
    }

    /** The number of images that the model takes at once, or {@link io.fieldloop.models.tensor.TensorSpec#FREE}. */
    int batch() {
        return session().inputs().getFirst().shape().getFirst();
    }

    /** Refuses new predictors; those that are open go on until they are closed. */
    @Override
    public void close() {
        sessions.forEach(Session::close);
    }
}
