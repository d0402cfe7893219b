package io.fieldloop.hub.registry;

import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.Link;
import io.fieldloop.models.pack.Postprocessing;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.protocol.ModelName;
import java.util.List;
import java.util.stream.Stream;

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

    /**
     * One form of the version.
     *
     * @param parts its models, in the order in which sound passes them; for images one
     */
    public record Form(String name, ModelFormat format, List<Part> parts) {
        /** Takes a copy of the list. */
        public Form {
            parts = List.copyOf(parts);
        }

        /** A model by itself. */
        public Form(String name, ModelFormat format, FileRef file) {
            this(name, format, List.of(new Part(file, Link.NONE)));
        }
    }

    /** One model of a form. */
    public record Part(FileRef file, Link link) {}

    /** The files of all forms and goldens, each once. */
    List<FileRef> files() {
        return Stream.concat(
                        variants.stream().flatMap(form -> form.parts().stream()).map(Part::file),
                        goldens.stream().map(GoldenImage::input))
                .distinct()
                .toList();
    }

    /** An image or sound whose answer is to be computed. */
    public record GoldenImage(FileRef input, double tolerance) {}
}
