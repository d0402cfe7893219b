package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Accelerator.Delegate;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** TensorFlow Lite with its delegates. */
final class TfLiteRuntime implements ModelRuntime {
    /** The identifier of the flatbuffer's schema. */
    private static final byte[] MARK = "TFL3".getBytes(StandardCharsets.US_ASCII);

    private static final int MARK_OFFSET = 4;

    /** Coral, Arm NN, VeriSilicon, NXP and Qualcomm. */
    private static final List<String> VENDOR_LIBRARIES = List.of(
            "libedgetpu.so.1",
            "libarmnnDelegate.so",
            "libvx_delegate.so",
            "libneutron_delegate.so",
            "libQnnTFLiteDelegate.so");

    private static final List<String> LIBRARY_FOLDERS =
            List.of("/usr/lib", "/usr/lib/aarch64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/usr/local/lib");

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
    public boolean offers(Accelerator accelerator) {
        return AttachedDelegate.offers(accelerator);
    }

    /** Besides the processor, the delegates that stand where their vendors' packages put them. */
    @Override
    public List<Accelerator> found() {
        List<Accelerator> found = new ArrayList<>(List.of(Accelerator.CPU, AttachedDelegate.XNNPACK));
        for (String folder : LIBRARY_FOLDERS) {
            for (String library : VENDOR_LIBRARIES) {
                Path path = Path.of(folder, library);
                if (Files.isReadable(path)) {
                    found.add(new Delegate(path, Map.of()));
                }
            }
        }
        return found;
    }

    @Override
    public Session load(Path file, LoadOptions options) throws ModelException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ModelException(Reason.FILE_UNREADABLE, "there is no readable file " + file);
        }
        requireMark(file);
        return TfLiteSession.load(file, options);
    }

    private static void requireMark(Path file) throws ModelException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(MARK_OFFSET + MARK.length);
        } catch (IOException e) {
            throw new ModelException(Reason.FILE_UNREADABLE, "%s cannot be read: %s".formatted(file, e), e);
        }
        if (start.length < MARK_OFFSET + MARK.length
                || !Arrays.equals(start, MARK_OFFSET, start.length, MARK, 0, MARK.length)) {
            throw new ModelException(
                    Reason.MODEL_REFUSED,
                    "%s is no TFLite model: it does not start as one".formatted(file.getFileName()));
        }
    }
}
