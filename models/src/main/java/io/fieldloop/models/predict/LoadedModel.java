package io.fieldloop.models.predict;

import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;

/** A version that is loaded. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
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
                ModelException.Reason.RUNTIME_UNAVAILABLE,
                "no variant of %s can run here; there are only %s"
                        .formatted(source.manifest().model(), runtimes.describe()));
    }

    /** Loads this variant; otherwise like {@link #load(LocalPackage, Runtimes, LoadOptions)}. */
    public static LoadedModel load(LocalPackage source, Variant variant, Runtimes runtimes, LoadOptions options)
            throws ModelException {
        Session session = runtimes.forFormat(variant.format()).load(source.file(variant.file()), options);
        return new LoadedModel(source.manifest(), variant, session);
    }

    /** What it is. */
    public Manifest manifest() {
        return manifest;
    }

    /** Which form of it was loaded. */
    public Variant variant() {
        return variant;
    }

    /** What computes it, such as {@code cpu} or {@code xnnpack}. */
    public String accelerator() {
        return session.accelerator();
    }

    /**
     * Prepares the buffers of one worker.
     *
     * @throws ModelException if the model cannot run a single image, or is closed
     */
    public Predictor newPredictor() throws ModelException {
        throw new UnsupportedOperationException();
    }

    /** Refuses new predictors; those that are open go on until they are closed. */
    @Override
    public void close() {
        session.close();
    }
}
