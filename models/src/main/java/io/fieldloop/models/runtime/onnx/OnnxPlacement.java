package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What computes a session, and where its operators run. ONNX Runtime tells that only by the profile of a run: it is recorded into a
 * folder of its own, and read once. Any thread.
 */
final class OnnxPlacement {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxPlacement.class);

    private final String accelerator;
    private final String provider;

    /** Guarded by this, as what follows; null when nothing is recorded, or not any more. */
    private @Nullable Path folder;

    private @Nullable Placement placement;

    private OnnxPlacement(Accelerator accelerator, String provider, @Nullable Path folder) {
        this.accelerator = accelerator.name();
        this.provider = provider;
        this.folder = folder;
    }

    /**
     * Of a session of which nobody wants to know.
     *
     * @param provider ONNX Runtime's name of the accelerator
     */
    static OnnxPlacement unobserved(Accelerator accelerator, String provider) {
        return new OnnxPlacement(accelerator, provider, null);
    }

    /** Has the sessions of {@code settings} record what they run. */
    static OnnxPlacement observe(Accelerator accelerator, String provider, SessionOptions settings)
            throws ModelException {
        try {
            Path folder = Files.createTempDirectory("placement");
            settings.enableProfiling(folder.resolve("run").toString());
            return new OnnxPlacement(accelerator, provider, folder);
        } catch (IOException | OrtException e) {
            throw unknown("it cannot be recorded: " + e.getMessage(), e);
        }
    }

    String accelerator() {
        return accelerator;
    }

    /** Ends the record, and reads it; afterwards it is remembered. */
    synchronized Placement read(OrtSession session) throws ModelException {
        if (placement != null) {
            return placement;
        }
        if (folder == null) {
            throw unknown("it was not observed", null);
        }
        try {
            Placement found = new OnnxProfile(provider, accelerator).read(Path.of(session.endProfiling()));
            if (found.count() == 0) {
                throw unknown("it did not run while it was observed", null);
            }
            placement = found;
            return found;
        } catch (IOException | OrtException e) {
            throw unknown(String.valueOf(e.getMessage()), e);
        } finally {
            discard();
        }
    }

    private static ModelException unknown(String why, @Nullable Exception cause) {
        String detail = "it is not known where the operators run: " + why;
        return cause == null
                ? new ModelException(Reason.PLACEMENT_UNKNOWN, detail)
                : new ModelException(Reason.PLACEMENT_UNKNOWN, detail, cause);
    }

    /** Removes what was recorded, once the session cannot record any more. */
    synchronized void discard() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the profile in {} could not be removed: {}", folder, e.getMessage());
        }
        folder = null;
    }
}
