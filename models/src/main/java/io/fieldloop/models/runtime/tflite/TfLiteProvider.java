package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.RuntimeProvider;

/** Makes TensorFlow Lite available. */
public final class TfLiteProvider implements RuntimeProvider {
    static final String NAME = "tflite";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return NativeLibrary.packagedVersion()
                .map(version -> version.split("-")[0])
                .orElse("unknown");
    }

    @Override
    public boolean reads(ModelFormat format) {
        return format == ModelFormat.TFLITE;
    }

    @Override
    public ModelRuntime open() throws ModelException {
        return new TfLiteRuntime(NativeLibrary.load());
    }
}
