package io.fieldloop.models.predict;

import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.vision.ImagePreprocessor;
import java.util.List;

/** A version that is loaded. Any thread. */
public final class LoadedModel implements AutoCloseable {
    private final Manifest manifest;
    private final Variant variant;
    private final Session session;

    private LoadedModel(Manifest manifest, Variant variant, Session session) {
        this.manifest = manifest;
        this.variant = variant;
        this.session = session;
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
        return of(
                source.manifest(),
                variant,
                runtimes.forFormat(variant.format()).load(source.file(variant.file()), options));
    }

    /**
     * A version whose file is loaded already. Takes {@code session} over: it is closed if this fails.
     *
     * @throws ModelException if it is not what the manifest says
     */
    public static LoadedModel of(Manifest manifest, Variant variant, Session session) throws ModelException {
        boolean suitable = false;
        try {
            requireAsDeclared(manifest, variant, session);
            suitable = true;
            return new LoadedModel(manifest, variant, session);
        } finally {
            if (!suitable) {
                session.close();
            }
        }
    }

    private static void requireAsDeclared(Manifest manifest, Variant variant, Session session) throws ModelException {
        if (!session.inputs().equals(variant.inputs()) || !session.outputs().equals(variant.outputs())) {
            throw new ModelException(
                    Reason.MANIFEST_MISMATCH,
                    "the file of %s %s takes %s and gives %s, but the manifest says %s and %s"
                            .formatted(
                                    manifest.model(),
                                    variant.name(),
                                    session.inputs(),
                                    session.outputs(),
                                    variant.inputs(),
                                    variant.outputs()));
        }
        if (session.inputs().size() != 1) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "a model of images has one input, not " + session.inputs());
        }
        preprocessor(manifest, session);
    }

    private static ImagePreprocessor preprocessor(Manifest manifest, Session session) throws ModelException {
        try {
            return new ImagePreprocessor(
                    manifest.preprocessing(), session.inputs().getFirst());
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

    /** What runs it; closed with this. */
    public Session session() {
        return session;
    }

    /** What computes it, such as {@code cpu} or {@code xnnpack}. */
    public String accelerator() {
        return session.accelerator();
    }

    /**
     * Where its operators run. The first call ends the record.
     *
     * @throws ModelException if it was not loaded to be observed, has not run yet, or the record cannot be read
     */
    public Placement placement() throws ModelException {
        return session.placement();
    }

    /**
     * Prepares the buffers of one worker.
     *
     * @throws ModelException if the model cannot run a single image, its outputs do not suit the postprocessing, or it is
     *     closed
     */
    public Predictor newPredictor() throws ModelException {
        return Predictor.of(manifest, newLane(1));
    }

    /** Buffers for a number of images at once. */
    Lane newLane(int batch) throws ModelException {
        ImagePreprocessor preprocessor = preprocessor(manifest, session);
        Invocation invocation = session.newShapedInvocation(List.of(preprocessor.shape(batch)));
        return new Lane(preprocessor, invocation, session.outputs());
    }

    /** The number of images that the model takes at once, or {@link io.fieldloop.models.tensor.TensorSpec#FREE}. */
    int batch() {
        return session.inputs().getFirst().shape().getFirst();
    }

    /** Refuses new predictors; those that are open go on until they are closed. */
    @Override
    public void close() {
        session.close();
    }
}
