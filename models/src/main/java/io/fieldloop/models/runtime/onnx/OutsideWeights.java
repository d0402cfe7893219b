package io.fieldloop.models.runtime.onnx;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Makes sure, before the library sees a model, that the files in which it keeps weights lie in its own folder: a model must not
 * read whatever the process may read.
 */
final class OutsideWeights {
    private OutsideWeights() {}

    static void check(Path model) throws ModelException {
        try {
            for (String location : OnnxWire.weightLocations(model)) {
                requireInside(model, location);
            }
        } catch (MalformedProtobufException e) {
            throw new ModelException(
                    Reason.MODEL_REFUSED, "%s is no ONNX model: %s".formatted(model.getFileName(), e.getMessage()), e);
        } catch (IOException e) {
            throw new ModelException(Reason.FILE_UNREADABLE, "%s cannot be read: %s".formatted(model, e), e);
        }
    }

    private static void requireInside(Path model, String location) throws IOException, ModelException {
        Path file = model.toAbsolutePath();
        boolean inside;
        try {
            Path weights = file.resolveSibling(location);
            // Links are followed before it is asked where the file lies.
            inside = Files.isRegularFile(weights)
                    && weights.toRealPath().startsWith(file.resolveSibling("").toRealPath());
        } catch (InvalidPathException e) {
            inside = false;
        }
        if (!inside) {
            throw new ModelException(
                    Reason.MODEL_REFUSED,
                    "%s keeps weights in '%s', which is no file in the model's folder"
                            .formatted(model.getFileName(), location));
        }
    }
}
