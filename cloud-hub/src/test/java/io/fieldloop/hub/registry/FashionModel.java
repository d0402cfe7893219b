package io.fieldloop.hub.registry;

import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.Postprocessing;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** Brings the classifier of clothes to a hub, under a name of its own. */
public final class FashionModel {
    static final Preprocessing PREPROCESSING =
            new Preprocessing.OfImages(28, 28, Colour.GREY, Layout.NCHW, Fit.STRETCH, 1, List.of(0.0), List.of(1.0));
    static final Postprocessing POSTPROCESSING = new TopClasses("logits", Activation.SOFTMAX, 3);

    private final Registry registry;
    private final BlobStore blobs;
    private final BaseModel base;
    private final ModelName name = new ModelName(TestHub.name("fashion"));

    /** Writes the brief. */
    public FashionModel(TestHub hub) throws IOException {
        this.registry = hub.part(Registry.class);
        this.blobs = hub.part(BlobStore.class);
        this.base = BaseModel.fashionCnn();
        registry.putBrief(
                name, new Brief("clothes", "image-classification", base.labels(), "accuracy", 0.8, 0, 0, 0), "tester");
    }

    /** The model's name at this hub. */
    public ModelName name() {
        return name;
    }

    /** The names of its classes. */
    public List<String> labels() {
        return base.labels();
    }

    /** Registers the classifier as it is, with one golden image. */
    public ModelRef register() throws Exception {
        return registry.register(draft(store(base.read()), POSTPROCESSING), "tester");
    }

    Draft draft(FileRef model, Postprocessing postprocessing) throws IOException {
        return new Draft(
                name,
                List.of(new Draft.Form("onnx-fp32", ModelFormat.ONNX, model)),
                PREPROCESSING,
                postprocessing,
                List.of(new Draft.GoldenImage(store(golden()), 0.01)),
                Limits.NONE,
                Lineage.brought("from the catalogue"));
    }

    byte[] onnx() throws IOException {
        return base.read();
    }

    FileRef store(byte[] content) throws IOException {
        return new FileRef(blobs.put(new ByteArrayInputStream(content), content.length), content.length);
    }

    static byte[] golden() {
        int[] pixels = new int[28 * 28];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i * 7 % 256) * 0x010101;
        }
        Bytes png = ImageWriter.png(new Image(28, 28, pixels));
        return png.toArray();
    }
}
