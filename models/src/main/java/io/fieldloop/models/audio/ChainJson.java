package io.fieldloop.models.audio;

import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads a chain from JSON, such as
 *
 * <pre>{@code
 * {
 *   "sampleRate": 16000,
 *   "fullScale": 32768,
 *   "stages": [
 *     {"file": "melspectrogram.onnx", "rows": 1760, "step": 1280, "scale": 0.1, "offset": 2},
 *     {"file": "embedding_model.onnx", "rows": 76, "step": 8},
 *     {"file": "alexa_v0.1.onnx", "rows": 16, "step": 1}
 *   ],
 *   "labels": ["alexa"],
 *   "trigger": {"threshold": 0.5, "release": 0.2, "quietMillis": 500}
 * }
 * }</pre>
 *
 * <p>{@code scale} and {@code offset} may be absent: then they are 1 and 0.
 */
public final class ChainJson {
    private static final int MAX_SIZE_BYTES = 1 << 16;
    private static final int MAX_TEXT = 4_096;

    private ChainJson() {}

    /**
     * Reads a file.
     *
     * @throws MalformedJsonException that names the field, if it does not hold a chain
     * @throws IOException if it cannot be read
     */
    public static Chain read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] json = in.readNBytes(MAX_SIZE_BYTES + 1);
            if (json.length > MAX_SIZE_BYTES) {
                throw new MalformedJsonException("a chain has at most %d bytes".formatted(MAX_SIZE_BYTES));
            }
            return JsonFields.read(json, MAX_TEXT).as(ChainJson::chain);
        } catch (MalformedJsonException e) {
            throw new MalformedJsonException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Chain chain(JsonFields fields) throws MalformedJsonException {
        return new Chain(
                fields.smallInteger("sampleRate"),
                fields.number("fullScale"),
                fields.objects("stages", ChainJson::stage),
                fields.texts("labels"),
                fields.object("trigger", ChainJson::trigger));
    }

    private static Stage stage(JsonFields fields) throws MalformedJsonException {
        return new Stage(
                Path.of(fields.text("file")),
                fields.smallInteger("rows"),
                fields.smallInteger("step"),
                fields.has("scale") ? fields.number("scale") : 1,
                fields.has("offset") ? fields.number("offset") : 0);
    }

    private static TriggerRule trigger(JsonFields fields) throws MalformedJsonException {
        return new TriggerRule(
                fields.number("threshold"),
                fields.number("release"),
                Duration.ofMillis(fields.smallInteger("quietMillis")));
    }
}
