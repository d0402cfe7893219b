package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ONNX Runtime with its execution providers. */
final class OnnxRuntime implements ModelRuntime {
    private static final long SMALL_BYTES = 2L << 20;

    private final OrtEnvironment environment;
    private final OnnxProviders providers;

    OnnxRuntime(OrtEnvironment environment) {
        this.environment = environment;
        this.providers = new OnnxProviders(environment);
    }

    @Override
    public String name() {
        return OnnxRuntimeProvider.NAME;
    }

    @Override
    public String version() {
        return environment.getVersion();
    }

    @Override
    public boolean reads(ModelFormat format) {
        return switch (format) {
            case ONNX -> true;
            case TFLITE -> false;
        };
    }

    @Override
    public boolean offers(Accelerator accelerator) {
        return providers.offers(accelerator);
    }

    @Override
    public List<Accelerator> found() {
        return providers.found();
    }

    @Override
    public Session load(Path file, LoadOptions options) throws ModelException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ModelException(Reason.FILE_UNREADABLE, "there is no readable file " + file);
        }
        OutsideWeights.check(file);
        try (SessionOptions settings = sessionOptions(options, isSmall(file))) {
            OnnxPlacement placement = placement(options, settings);
            return open(file, settings, placement);
        } catch (OrtException e) {
            throw refused(file, e);
        }
    }

    private OnnxPlacement placement(LoadOptions options, SessionOptions settings) throws ModelException {
        Accelerator accelerator = options.accelerator().orElse(Accelerator.CPU);
        String provider = providers.add(accelerator, settings);
        return options.observed()
                ? OnnxPlacement.observe(accelerator, provider, settings)
                : OnnxPlacement.unobserved(accelerator, provider);
    }

    private Session open(Path file, SessionOptions settings, OnnxPlacement placement) throws ModelException {
        boolean open = false;
        try {
            OrtSession session = environment.createSession(file.toString(), settings);
            Session opened = OnnxSession.of(environment, session, file, placement);
            open = true;
            return opened;
        } catch (OrtException e) {
            throw refused(file, e);
        } finally {
            if (!open) {
                placement.discard();
            }
        }
    }

    private static ModelException refused(Path file, OrtException e) {
        return new ModelException(
                Reason.MODEL_REFUSED, "ONNX Runtime refuses %s: %s".formatted(file.getFileName(), e.getMessage()), e);
    }

    private static boolean isSmall(Path file) throws ModelException {
        try {
            return Files.size(file) <= SMALL_BYTES;
        } catch (IOException e) {
            throw new ModelException(Reason.FILE_UNREADABLE, "the size of %s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static SessionOptions sessionOptions(LoadOptions options, boolean small) throws OrtException {
        var settings = new SessionOptions();
        settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        settings.setExecutionMode(ExecutionMode.SEQUENTIAL);
        settings.setIntraOpNumThreads(options.threads());
        settings.setInterOpNumThreads(1);
        // With a plan of a run's memory, the run of a small recurrent network takes 8 % less time, and of a text
        // detector of
        // 5 MB, 16 MB more memory at its peak.
        settings.setMemoryPatternOptimization(small);
        // Threads that spin while they wait for the next run cost ten times the processor of the runs themselves.
        settings.addConfigEntry("session.intra_op.allow_spinning", "0");
        settings.addConfigEntry("session.inter_op.allow_spinning", "0");
        return settings;
    }
}
