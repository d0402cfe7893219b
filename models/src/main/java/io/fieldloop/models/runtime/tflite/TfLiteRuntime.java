package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.Session;
import java.nio.file.Files;
import java.nio.file.Path;

/** TensorFlow Lite on the processor. */
final class TfLiteRuntime implements ModelRuntime {
    private final String version;

    TfLiteRuntime(String version) {
        this.version = version;
    }

    @Override
    public String name() {
        return TfLiteProvider.NAME;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean reads(ModelFormat format) {
        return switch (format) {
            case ONNX -> false;
            case TFLITE -> true;
        };
    }

    @Override
    public Session load(Path file, LoadOptions options) throws ModelException {
        if (!Files.isReadable(file)) {
            throw new ModelException(Reason.FILE_UNREADABLE, "there is no readable file " + file);
        }
        return TfLiteSession.load(file, options);
    }
}
