package io.fieldloop.agent.inference;

import io.fieldloop.agent.testing.Speech;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.pack.ChainFile;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Golden;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.Link;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.pack.Stage;
import io.fieldloop.models.pack.Task;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.pack.Window;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The chain of openWakeWord that hears "Alexa", as a package. */
public final class WakeWordPackage {
    private static final double TOLERANCE = 0.25;

    private final Map<Sha256, byte[]> files = new HashMap<>();

    private WakeWordPackage() {}

    /** Version 1, with speech as its golden sample. */
    public static TestPackage of() throws IOException, ModelException {
        var made = new WakeWordPackage();
        return new TestPackage(made.manifest(), made.files);
    }

    private Manifest manifest() throws IOException, ModelException {
        var variant = new Variant(
                "onnx-fp32",
                ModelFormat.ONNX,
                List.of(
                        stage(TestAssets.file("speech-features", "melspectrogram.onnx"), Link.NONE),
                        stage(
                                TestAssets.file("speech-features", "embedding_model.onnx"),
                                Link.of(new Window(76, 8, 0.1, 2))),
                        stage(TestAssets.file("wake-words", "alexa_v0.1.onnx"), Link.of(new Window(16, 1, 1, 0)))));
        var heard = new Classified(List.of(new ClassScore("alexa", 1 - TOLERANCE)));
        return new Manifest(
                ModelRef.of("wake-word", 1),
                Task.SOUND_EVENTS,
                List.of(variant),
                new OfSound(16_000, 32_768, 1_760, 1_280),
                new ThresholdEvents(0.5, 0.2, 1, Duration.ofMillis(500)),
                List.of("alexa"),
                List.of(new Golden(file(Speech.of("Good evening. Alexa. What time is it?")), heard, TOLERANCE)),
                Limits.NONE,
                Lineage.brought("made by a test"),
                Instant.EPOCH);
    }

    private Stage stage(Path model, Link link) throws IOException, ModelException {
        try (Session session =
                Runtimes.available().forFormat(ChainFile.format(model)).load(model, LoadOptions.DEFAULT)) {
            return new Stage(file(Files.readAllBytes(model)), session.inputs(), session.outputs(), link);
        }
    }

    private FileRef file(byte[] content) {
        Sha256 sha256 = Sha256.of(content);
        files.put(sha256, content);
        return new FileRef(sha256, content.length);
    }
}
