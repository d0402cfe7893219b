package io.fieldloop.models.pack;

import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.protocol.ModelRef;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that there is to know about a version of a model. {@link ManifestJson} writes it down, and the bytes are what
 * is signed.
 *
 * @param model which version it is
 * @param task what it is for
 * @param variants the forms it comes in, the preferred one first
 * @param preprocessing how an image becomes its input
 * @param postprocessing how its outputs become a prediction
 * @param labels the names of its classes, in the order of its outputs
 * @param goldens what it has to say of known images
 * @param limits what it may cost
 * @param lineage where it comes from
 * @param createdAt when it was made
 */
public record Manifest(
        ModelRef model,
        Task task,
        List<Variant> variants,
        Preprocessing preprocessing,
        Postprocessing postprocessing,
        List<String> labels,
        List<Golden> goldens,
        Limits limits,
        Lineage lineage,
        Instant createdAt) {
    /** The most forms of one version. */
    public static final int MAX_VARIANTS = 16;

    /** The most classes. */
    public static final int MAX_LABELS = 10_000;

    /** The most known images. */
    public static final int MAX_GOLDENS = 256;

    /**
     * Takes copies of the lists.
     *
     * @throws IllegalArgumentException if a list is too long or, but for the goldens, empty; names repeat; the
     *     postprocessing does not suit the task; or a variant lacks an output that it needs
     */
    public Manifest {
        variants = List.copyOf(variants);
        labels = List.copyOf(labels);
        goldens = List.copyOf(goldens);
        requireCount("variants", variants.size(), 1, MAX_VARIANTS);
        requireCount("labels", labels.size(), 1, MAX_LABELS);
        requireCount("goldens", goldens.size(), 0, MAX_GOLDENS);
        requireUnique("variants", variants.stream().map(Variant::name).toList());
        requireUnique("labels", labels);
        requireTask(task, postprocessing);
        for (Variant variant : variants) {
            requireOutputs(variant, outputs(postprocessing));
        }
    }

    /** The files of the variants and goldens, each once. */
    public List<FileRef> files() {
        return Stream.concat(
                        variants.stream().map(Variant::file), goldens.stream().map(Golden::input))
                .distinct()
                .toList();
    }

    private static void requireCount(String what, int count, int least, int most) {
        if (count < least || count > most) {
            throw new IllegalArgumentException("there must be %d to %d %s, not %d".formatted(least, most, what, count));
        }
    }

    private static void requireUnique(String what, List<String> names) {
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("the names of %s must differ: %s".formatted(what, names));
        }
    }

    private static void requireTask(Task task, Postprocessing postprocessing) {
        Task suited = switch (postprocessing) {
            case TopClasses _ -> Task.IMAGE_CLASSIFICATION;
            case SsdBoxes _ -> Task.OBJECT_DETECTION;
        };
        if (task != suited) {
            throw new IllegalArgumentException("postprocessing is for %s, but the task is %s".formatted(suited, task));
        }
    }

    private static List<String> outputs(Postprocessing postprocessing) {
        return switch (postprocessing) {
            case TopClasses top -> List.of(top.output());
            case SsdBoxes ssd -> List.of(ssd.boxes(), ssd.scores());
        };
    }

    private static void requireOutputs(Variant variant, List<String> needed) {
        for (String name : needed) {
            if (variant.outputs().stream().noneMatch(output -> output.name().equals(name))) {
                throw new IllegalArgumentException("variant '%s' has no output '%s'; it has %s"
                        .formatted(variant.name(), name, variant.outputs()));
            }
        }
    }
}
