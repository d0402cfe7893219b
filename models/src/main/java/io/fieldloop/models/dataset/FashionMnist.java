package io.fieldloop.models.dataset;

import io.fieldloop.models.catalogue.AssetCache;
import io.fieldloop.models.catalogue.AssetMissingException;
import java.io.IOException;
import java.util.List;

/** Fashion-MNIST: 70,000 grey photographs of clothes of 28 by 28 pixels, each of one of ten classes, as fetched from its package. */
public final class FashionMnist {

    /** The asset of the catalogue that holds the files. */
    public static final String ASSET = "fashion-mnist";

    /** What the classes are called, in the order of their numbers. */
    public static final List<String> LABELS = List.of(
            "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot");

    private FashionMnist() {}

    /**
     * The 60,000 images to learn from.
     *
     * @throws AssetMissingException if the asset was not fetched yet
     */
    public static LabelledImages training(AssetCache cache) throws IOException {
        return part(cache, "train");
    }

    /**
     * The 10,000 images to measure with; no model may learn from them.
     *
     * @throws AssetMissingException if the asset was not fetched yet
     */
    public static LabelledImages test(AssetCache cache) throws IOException {
        return part(cache, "t10k");
    }

    private static LabelledImages part(AssetCache cache, String part) throws IOException {
        return LabelledImages.read(
                cache.file(ASSET, part + "-images-idx3-ubyte.gz"), cache.file(ASSET, part + "-labels-idx1-ubyte.gz"));
    }
}
