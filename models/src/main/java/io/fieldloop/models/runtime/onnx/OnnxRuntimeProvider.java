package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.NativeFiles;
import io.fieldloop.models.runtime.RuntimeProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes ONNX Runtime available. */
public final class OnnxRuntimeProvider implements RuntimeProvider {
    static final String NAME = "onnxruntime";

    /** What the library calls its environment, of which there is one in a process. */
    static final String ENVIRONMENT = "fieldloop";

    /** ONNX Runtime 1.29.0 kills the process while it loads when the command line is longer than about 4 KiB. */
    private static final int MAX_COMMAND_LINE_BYTES = 3_900;

    /** ONNX Runtime's own property: the folder of its native libraries. */
    static final String FOLDER_PROPERTY = "onnxruntime.native.path";

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return Objects.requireNonNullElse(packagedVersion(), "unknown");
    }

    @Override
    public boolean reads(ModelFormat format) {
        return format == ModelFormat.ONNX;
    }

    private static @Nullable String packagedVersion() {
        return OrtEnvironment.class.getPackage().getImplementationVersion();
    }

    @Override
    public ModelRuntime open() throws ModelException {
        requireShortCommandLine();
        unpackLibraries();
        try {
            // What goes wrong is thrown, so the library need not also write it to the standard error.
            var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, ENVIRONMENT);
            LastingEnvironment.keep();
            return new OnnxRuntime(environment);
        } catch (LinkageError e) {
            throw new ModelException(
                    Reason.RUNTIME_UNAVAILABLE, "the native library cannot be loaded: " + rootMessage(e), e);
        }
    }

    private static void requireShortCommandLine() throws ModelException {
        int length = commandLineBytes();
        if (length > MAX_COMMAND_LINE_BYTES) {
            throw new ModelException(
                    Reason.RUNTIME_UNAVAILABLE,
                    "this process was started with a command line of more than %d bytes, which ONNX Runtime does not survive; start Java with an argument file (java @file) or a manifest class path"
                            .formatted(MAX_COMMAND_LINE_BYTES));
        }
    }

    /**
     * By itself the library is copied to the folder for temporary files at every start, and left there when the process is
     * killed.
     */
    private static void unpackLibraries() throws ModelException {
        String resources = resources(System.getProperty("os.name"), System.getProperty("os.arch"));
        String version = packagedVersion();
        if (System.getProperty(FOLDER_PROPERTY) != null || resources.isEmpty() || version == null) {
            return; // the one who starts this program, or the library, takes care of it
        }
        var files = List.of(resources + "libonnxruntime.so", resources + "libonnxruntime4j_jni.so");
        System.setProperty(
                FOLDER_PROPERTY,
                NativeFiles.unpack(NAME + "-" + version + "-" + System.getProperty("os.arch"), files)
                        .toString());
    }

    /** Empty where the library looks after itself. */
    private static String resources(String system, String architecture) {
        return switch (system + " " + architecture) {
            case "Linux amd64" -> "ai/onnxruntime/native/linux-x64/";
            case "Linux aarch64" -> "ai/onnxruntime/native/linux-aarch64/";
            default -> "";
        };
    }

    private static int commandLineBytes() {
        try (InputStream in = Files.newInputStream(COMMAND_LINE)) {
            return in.readNBytes(MAX_COMMAND_LINE_BYTES + 1).length;
        } catch (IOException e) {
            return 0; // this system does not tell
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
