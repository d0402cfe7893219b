package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ONNX Runtime alive until the process is gone. Its Java binding frees the environment in a shutdown hook, and hooks run
 * side by side: a model that still answers while the program ends in good order would fail, or crash. The library counts who
 * holds its only environment, so one more holder, who never lets go, is enough; but the binding takes hold only once, in a
 * method that is private.
 */
final class LastingEnvironment {
    private static final Logger LOG = LoggerFactory.getLogger(LastingEnvironment.class);
    private static final int FATAL = 4;

    private LastingEnvironment() {}

    /** Takes hold on a thread of its own: to look up the private method takes longer than to run a small model. */
    static void keep() {
        Thread.ofPlatform().name("onnx-environment").daemon().start(LastingEnvironment::hold);
    }

    private static void hold() {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            Method hold = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            hold.setAccessible(true);
            hold.invoke(null, api.getLong(null), FATAL, OnnxRuntimeProvider.ENVIRONMENT);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("models of ONNX Runtime may fail while this program ends: {}", e.toString());
        }
    }
}
