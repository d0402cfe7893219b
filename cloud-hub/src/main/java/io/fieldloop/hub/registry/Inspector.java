package io.fieldloop.hub.registry;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.models.pack.Golden;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Stage;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.message.Prediction.Classified;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Has a draft looked into by a {@link ModelInspection} process, one at a time, with bounded time and heap. A model that
 * crashes its runtime ends that process and nothing else.
 */
@Singleton
final class Inspector {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);
    private static final int MAX_REASON = 1_000;

    private final BlobStore blobs;
    private final Semaphore oneAtATime = new Semaphore(1, true);

    Inspector(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * The manifest of a draft, with the tensors that the model has and its answers to the golden images; the version is 1
     * until the registry counts it.
     *
     * @throws RefusedModelException if the model cannot be used, with the reason
     * @throws IOException if the process cannot be run
     */
    Manifest inspect(Draft draft, Brief brief, Instant at)
            throws RefusedModelException, IOException, InterruptedException {
        Manifest placeholder = placeholder(draft, brief, at);
        oneAtATime.acquire();
        try (PackageLinks links = PackageLinks.of(draft.files(), blobs)) {
            return inspect(placeholder, links.folder());
        } finally {
            oneAtATime.release();
        }
    }

    /** A manifest must have tensors and answers, so until they are known it has these. */
    private static Manifest placeholder(Draft draft, Brief brief, Instant at) throws RefusedModelException {
        try {
            return new Manifest(
                    new ModelRef(draft.model(), 1),
                    brief.kind(),
                    draft.variants().stream().map(v -> placeholder(draft, v)).toList(),
                    draft.preprocessing(),
                    draft.postprocessing(),
                    brief.labels(),
                    draft.goldens().stream()
                            .map(g -> new Golden(g.input(), new Classified(List.of()), g.tolerance()))
                            .toList(),
                    draft.limits(),
                    draft.lineage(),
                    at);
        } catch (IllegalArgumentException e) {
            throw new RefusedModelException(String.valueOf(e.getMessage()));
        }
    }

    private static Variant placeholder(Draft draft, Draft.Form form) {
        List<String> outputs = switch (draft.postprocessing()) {
            case TopClasses top -> List.of(top.output());
            case SsdBoxes boxes -> List.of(boxes.boxes(), boxes.scores());
            case ClassMask mask -> List.of(mask.output());
            case ThresholdEvents _ -> List.of("scores");
        };
        List<TensorSpec> unknown = outputs.stream().map(Inspector::unknown).toList();
        return new Variant(
                form.name(),
                form.format(),
                form.parts().stream()
                        .map(part -> new Stage(part.file(), List.of(unknown("input")), unknown, part.link()))
                        .toList());
    }

    private static TensorSpec unknown(String name) {
        return new TensorSpec(name, ElementType.FLOAT32, List.of(1));
    }

    private static Manifest inspect(Manifest placeholder, Path folder)
            throws RefusedModelException, IOException, InterruptedException {
        Path work = Files.createTempDirectory("fieldloop-inspection");
        try {
            Path draft = Files.write(work.resolve("draft"), ManifestJson.write(placeholder));
            Path result = work.resolve("result");
            int exit = run(work, List.of(draft.toString(), folder.toString(), result.toString()));
            return read(exit, result);
        } finally {
            for (File left : Stream.ofNullable(work.toFile().listFiles())
                    .flatMap(Stream::of)
                    .toList()) {
                Files.delete(left.toPath());
            }
            Files.delete(work);
        }
    }

    private static Manifest read(int exit, Path result) throws RefusedModelException, IOException {
        if (exit == 0) {
            try {
                return ManifestJson.read(Files.readAllBytes(result));
            } catch (PackageException e) {
                throw new RefusedModelException(String.valueOf(e.getMessage()));
            }
        }
        if (exit == ModelInspection.REFUSED) {
            String reason = Files.readString(result);
            throw new RefusedModelException(reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        }
        throw new RefusedModelException("the model ended the process that loaded it, with status " + exit);
    }

    private static int run(Path work, List<String> arguments)
            throws RefusedModelException, IOException, InterruptedException {
        Process process = new ProcessBuilder(command(work, arguments))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new RefusedModelException("the model did not answer within " + TIME_LIMIT.toSeconds() + " s");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The class path goes through a file: a runtime's native code fails on command lines of more than 4 KiB. */
    private static List<String> command(Path work, List<String> arguments) throws IOException {
        Path options = Files.writeString(work.resolve("options"), """
                --enable-native-access=ALL-UNNAMED
                --sun-misc-unsafe-memory-access=allow
                -XX:+UseSerialGC
                -XX:TieredStopAtLevel=1
                -Xmx1g
                -cp
                "%s"
                """.formatted(
                        System.getProperty("java.class.path").replace("\\", "\\\\")));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(Stream.of(java, "@" + options, ModelInspection.class.getName()), arguments.stream())
                .toList();
    }
}
