package io.fieldloop.hub.registry;

import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.Postprocessing;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.protocol.ModelName;
import java.util.List;

/**
 * A version before it was looked into: its files are stored, but nobody has loaded them yet.
 *
 * @param variants the preferred one first
 */
public record Draft(
        ModelName model,
        List<Form> variants,
        Preprocessing preprocessing,
        Postprocessing postprocessing,
        List<GoldenImage> goldens,
        Limits limits,
        Lineage lineage) {
    /** Takes copies of the lists. */
    public Draft {
        variants = List.copyOf(variants);
        goldens = List.copyOf(goldens);
    }

    /** One form of the version. */
    public record Form(String name, ModelFormat format, FileRef file) {}

    /** An image whose answer is to be computed. */
    public record GoldenImage(FileRef input, double tolerance) {}
}
