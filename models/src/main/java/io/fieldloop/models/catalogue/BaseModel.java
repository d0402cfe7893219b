package io.fieldloop.models.catalogue;

import io.fieldloop.models.json.JsonFields;
import java.io.IOException;
import java.util.List;

/**
 * A model of our own that came with this program, from which the loop starts. Its model card says where it came from.
 *
 * @param labels what its classes are called, in the order of its scores
 * @param testAccuracy the share of the test images that it sees right, from 0 to 1
 * @param onnx what its ONNX file must be
 */
public record BaseModel(String name, List<String> labels, double testAccuracy, Checksum onnx) {
    private static final int MAX_TEXT = 256;

    public BaseModel {
        labels = List.copyOf(labels);
    }

    /** The classifier of clothes: takes {@code image}, gives {@code logits} and the {@code features} that they were made of. */
    public static BaseModel fashionCnn() throws IOException {
        return load("fashion-cnn");
    }

    private static BaseModel load(String name) throws IOException {
        JsonFields fields = JsonFields.read(Catalogue.content(name + "/model.json"), MAX_TEXT);
        return new BaseModel(
                fields.text("name"),
                fields.texts("labels"),
                fields.number("testAccuracy"),
                AssetReader.checksum(fields));
    }

    /**
     * The ONNX file.
     *
     * @throws WrongContentException if the program came with another file than the one that was measured
     */
    public byte[] read() throws IOException {
        byte[] bytes = Catalogue.content(name + "/model.onnx");
        Checksum actual = Checksum.of(bytes);
        if (!actual.equals(onnx)) {
            throw new WrongContentException("model.onnx of " + name, onnx, actual);
        }
        return bytes;
    }
}
