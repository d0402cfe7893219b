package io.fieldloop.models.pack;

import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.runtime.ModelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain that is written down by hand, whose models are files beside it. Its JSON is a part of a manifest's, such as
 *
 * <pre>{@code
 * {
 *   "preprocessing": {"type": "sound", "sampleRate": 16000, "fullScale": 32768, "frame": 1760, "hop": 1280},
 *   "stages": [
 *     {"file": "melspectrogram.onnx"},
 *     {"file": "embedding_model.onnx", "window": {"rows": 76, "step": 8, "scale": 0.1, "offset": 2}},
 *     {"file": "alexa_v0.1.onnx", "window": {"rows": 16, "step": 1}}
 *   ],
 *   "postprocessing": {"type": "threshold-events", "threshold": 0.5, "release": 0.2, "patience": 1, "quietMillis": 500},
 *   "labels": ["alexa"]
 * }
 * }</pre>
 *
 * @param chain what it says
 * @param files of its models, in their order; {@code *.onnx} or {@code *.tflite}
 */
public record ChainFile(Chain chain, List<Path> files) {
    private static final int MAX_SIZE_BYTES = 1 << 16;
    private static final int MAX_TEXT = 4_096;

    /**
     * Takes a copy of the list.
     *
     * @throws IllegalArgumentException if a name has another ending
     */
    public ChainFile {
        files = List.copyOf(files);
        files.forEach(ChainFile::format);
    }

    /**
     * Reads a file.
     *
     * @throws MalformedJsonException that names the field, if it does not hold a chain
     * @throws IOException if it cannot be read
     */
    public static ChainFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] json = in.readNBytes(MAX_SIZE_BYTES + 1);
            if (json.length > MAX_SIZE_BYTES) {
                throw new MalformedJsonException("a chain has at most %d bytes".formatted(MAX_SIZE_BYTES));
            }
            return JsonFields.read(json, MAX_TEXT).as(fields -> chain(fields, file));
        } catch (MalformedJsonException e) {
            throw new MalformedJsonException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static ChainFile chain(JsonFields fields, Path beside) throws MalformedJsonException {
        if (!(fields.object("preprocessing", ManifestReader::preprocessing) instanceof OfSound sound)) {
            throw new IllegalArgumentException("preprocessing must be of type sound");
        }
        if (!(fields.object("postprocessing", ManifestReader::postprocessing) instanceof ThresholdEvents events)) {
            throw new IllegalArgumentException("postprocessing must be of type threshold-events");
        }
        List<Path> files = new ArrayList<>();
        List<Link> links = fields.objects("stages", stage -> {
            files.add(beside.resolveSibling(stage.text("file")));
            return ManifestReader.link(stage);
        });
        return new ChainFile(new Chain(sound, links, events, fields.texts("labels")), files);
    }

    /**
     * What the name of a model's file says that it is.
     *
     * @throws IllegalArgumentException if it says neither
     */
    public static ModelFormat format(Path file) {
        String name = file.toString();
        if (name.endsWith(".onnx")) {
            return ModelFormat.ONNX;
        }
        if (name.endsWith(".tflite")) {
            return ModelFormat.TFLITE;
        }
        throw new IllegalArgumentException(
                "the file of a stage must end in .onnx or .tflite, not '%s'".formatted(name));
    }
}
