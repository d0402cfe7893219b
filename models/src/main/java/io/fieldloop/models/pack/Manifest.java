package io.fieldloop.models.pack;

import static java.util.stream.Collectors.joining;

import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.pack.Preprocessing.OfReadings;
import io.fieldloop.models.pack.Preprocessing.OfSound;
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
 * @param preprocessing how an image, sound or readings become its input
 * @param postprocessing how its outputs become a prediction
 * @param labels the names of its classes, in the order of its outputs
 * @param goldens what it has to say of known images, sounds or readings
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
     *     preprocessing or postprocessing does not suit the task; a variant lacks an output that it needs; or its models are no chain
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
        requireTask(task, preprocessing, postprocessing);
        for (Variant variant : variants) {
            requireOutputs(variant, outputs(postprocessing));
            requireStages(variant, preprocessing, postprocessing, labels);
        }
    }

    /**
     * How the models of one of its variants hear.
     *
     * @throws IllegalStateException if it does not hear
     */
    public Chain chain(Variant variant) {
        if (preprocessing instanceof OfSound sound && postprocessing instanceof ThresholdEvents events) {
            return new Chain(sound, variant.stages().stream().map(Stage::link).toList(), events, labels);
        }
        throw new IllegalStateException("%s does not hear".formatted(model));
    }

    /** The files of the variants and goldens, each once. */
    public List<FileRef> files() {
        return Stream.concat(
                        variants.stream()
                                .flatMap(variant -> variant.stages().stream())
                                .map(Stage::file),
                        goldens.stream().map(Golden::input))
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

    private static void requireTask(Task task, Preprocessing preprocessing, Postprocessing postprocessing) {
        List<Task> read = switch (postprocessing) {
            case TopClasses _ -> List.of(Task.IMAGE_CLASSIFICATION, Task.READINGS_CLASSIFICATION);
            case SsdBoxes _ -> List.of(Task.OBJECT_DETECTION);
            case ClassMask _ -> List.of(Task.IMAGE_SEGMENTATION);
            case ThresholdEvents _ -> List.of(Task.SOUND_EVENTS);
        };
        requireAmong("postprocessing", read, task);
        List<Task> taken = switch (preprocessing) {
            case OfImages _ -> List.of(Task.IMAGE_CLASSIFICATION, Task.OBJECT_DETECTION, Task.IMAGE_SEGMENTATION);
            case OfSound _ -> List.of(Task.SOUND_EVENTS);
            case OfReadings _ -> List.of(Task.READINGS_CLASSIFICATION);
        };
        requireAmong("preprocessing", taken, task);
    }

    private static void requireAmong(String what, List<Task> suited, Task task) {
        if (!suited.contains(task)) {
            throw new IllegalArgumentException("%s is for %s, but the task is %s"
                    .formatted(what, suited.stream().map(Task::name).collect(joining(" or ")), task));
        }
    }

    private static List<String> outputs(Postprocessing postprocessing) {
        return switch (postprocessing) {
            case TopClasses top -> List.of(top.output());
            case SsdBoxes ssd -> List.of(ssd.boxes(), ssd.scores());
            case ClassMask mask -> List.of(mask.output());
            case ThresholdEvents _ -> List.of();
        };
    }

    private static void requireStages(
            Variant variant, Preprocessing preprocessing, Postprocessing postprocessing, List<String> labels) {
        List<Link> links = variant.stages().stream().map(Stage::link).toList();
        if (preprocessing instanceof OfSound sound && postprocessing instanceof ThresholdEvents events) {
            Chain _ = new Chain(sound, links, events, labels);
        } else if (!links.equals(List.of(Link.NONE))) {
            throw new IllegalArgumentException(
                    "variant '%s' must be one model without a window and a state, because it does not hear"
                            .formatted(variant.name()));
        }
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
