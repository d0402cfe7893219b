package io.fieldloop.hub.registry;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.models.pack.Chain;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Makes drafts of what people bring: finds the files and holds them against the brief. */
@Singleton
final class Drafts {
    private static final int MAX_ORIGIN = 500;

    private final BlobStore blobs;

    Drafts(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * The draft of a brought version.
     *
     * @throws ProblemException naming the field that is wrong
     */
    Draft of(ModelName model, NewVersion brought, Brief brief) {
        if (brought.origin().isBlank() || brought.origin().length() > MAX_ORIGIN) {
            throw ProblemException.invalid(
                    "/origin", "say in 1 to %d characters where it comes from".formatted(MAX_ORIGIN));
        }
        return new Draft(
                model,
                variants(brought.variants(), brief),
                checked("/preprocessing", brought.preprocessing()::preprocessing),
                checked("/postprocessing", brought.postprocessing()::postprocessing),
                goldens(Optional.ofNullable(brought.goldens()).orElse(List.of())),
                limits(brought, brief),
                Lineage.brought(brought.origin()));
    }

    private List<Draft.Form> variants(List<NewVersion.VariantBlob> brought, Brief brief) {
        requireCount("/variants", brought.size(), 1, Manifest.MAX_VARIANTS);
        List<Draft.Form> forms = new ArrayList<>();
        for (int i = 0; i < brought.size(); i++) {
            String pointer = "/variants/%d".formatted(i);
            NewVersion.VariantBlob variant = brought.get(i);
            ModelFormat format =
                    checked(pointer + "/format", () -> Words.constant("format", variant.format(), ModelFormat.class));
            List<Draft.Part> parts = parts(pointer, variant);
            requireSize(pointer, variant, parts, brief);
            forms.add(new Draft.Form(variant.name(), format, parts));
        }
        return forms;
    }

    private List<Draft.Part> parts(String pointer, NewVersion.VariantBlob variant) {
        List<NewVersion.StageBlob> models = checked(pointer, variant::models);
        requireCount(pointer + "/stages", models.size(), 1, Chain.MAX_STAGES);
        List<Draft.Part> parts = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            String stage = variant.file() == null ? "%s/stages/%d".formatted(pointer, i) : pointer;
            NewVersion.StageBlob model = models.get(i);
            parts.add(new Draft.Part(stored(stage + "/file", model.file()), checked(stage, model::link)));
        }
        return parts;
    }

    private static void requireSize(
            String pointer, NewVersion.VariantBlob variant, List<Draft.Part> parts, Brief brief) {
        long sizeBytes =
                parts.stream().mapToLong(part -> part.file().sizeBytes()).sum();
        if (brief.maxSizeBytes() > 0 && sizeBytes > brief.maxSizeBytes()) {
            throw ProblemException.invalid(
                    variant.file() == null ? pointer + "/stages" : pointer + "/file",
                    "variant '%s' has %d bytes; the brief allows %d"
                            .formatted(variant.name(), sizeBytes, brief.maxSizeBytes()));
        }
    }

    private List<Draft.GoldenImage> goldens(List<NewVersion.KnownImage> brought) {
        requireCount("/goldens", brought.size(), 0, Manifest.MAX_GOLDENS);
        List<Draft.GoldenImage> goldens = new ArrayList<>();
        for (int i = 0; i < brought.size(); i++) {
            FileRef input =
                    stored("/goldens/%d/input".formatted(i), brought.get(i).input());
            double tolerance = brought.get(i).tolerance();
            if (!(tolerance >= 0 && tolerance <= 1)) {
                throw ProblemException.invalid(
                        "/goldens/%d/tolerance".formatted(i), "a tolerance is 0 to 1, not " + tolerance);
            }
            if (input.sizeBytes() > ImageReader.MAX_SIZE_BYTES) {
                throw ProblemException.invalid(
                        "/goldens/%d/input".formatted(i),
                        "a golden sample has at most %d bytes".formatted(ImageReader.MAX_SIZE_BYTES));
            }
            goldens.add(new Draft.GoldenImage(input, tolerance));
        }
        return goldens;
    }

    /** What {@code value} gives; what it finds wrong is wrong at {@code pointer}. */
    private static <T> T checked(String pointer, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(pointer, String.valueOf(e.getMessage()));
        }
    }

    /** What was brought may be stricter than the brief, never laxer. */
    private static Limits limits(NewVersion brought, Brief brief) {
        Limits own = Optional.ofNullable(brought.limits()).orElse(Limits.NONE);
        return new Limits(
                stricter(own.latencyMicros(), brief.maxLatencyMicros()),
                stricter(own.memoryBytes(), brief.maxMemoryBytes()));
    }

    private static long stricter(long limit, long other) {
        return limit == 0 || other == 0 ? Math.max(limit, other) : Math.min(limit, other);
    }

    private FileRef stored(String pointer, String name) {
        Sha256 sha256;
        try {
            sha256 = new Sha256(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(pointer, String.valueOf(e.getMessage()));
        }
        OptionalLong size = blobs.size(sha256);
        if (size.isEmpty() || size.getAsLong() == 0) {
            throw ProblemException.invalid(
                    pointer, "there is no blob %s; upload it to /api/v1/blobs first".formatted(sha256));
        }
        return new FileRef(sha256, size.getAsLong());
    }

    private static void requireCount(String pointer, int count, int least, int most) {
        if (count < least || count > most) {
            throw ProblemException.invalid(pointer, "there are %d to %d of them, not %d".formatted(least, most, count));
        }
    }
}
