package io.fieldloop.models.training;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.fieldloop.models.disk.DurableFile;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What a training leaves in the catalogue: {@code model.onnx}, {@code model.json} with what a program must know of it, and
 * {@code model-card.md} with what a person must know.
 *
 * @param labels what the classes are called, in the order of the scores
 * @param score what the exported model reached on the test images
 */
record BaseModelFiles(Network network, ModelProto model, List<String> labels, TrainingPlan plan, Score score) {

    BaseModelFiles {
        labels = List.copyOf(labels);
    }

    /** Writes the three files, the model last, so that whoever finds a new model finds what describes it too. */
    void write(Path folder) throws IOException {
        DurableFile.write(
                folder.resolve("model-card.md"), new ModelCard(this).text().getBytes(StandardCharsets.UTF_8));
        DurableFile.write(folder.resolve("model.json"), facts().getBytes(StandardCharsets.UTF_8));
        DurableFile.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    private String facts() throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("name", network.name());
            json.writeStringField("sha256", sha256().hex());
            json.writeNumberField("sizeBytes", model.getSerializedSize());
            writeTensor(json, "input", Network.INPUT, 1, network.imageSize(), network.imageSize());
            json.writeArrayFieldStart("outputs");
            writeTensor(json, Network.LOGITS, network.classes());
            writeTensor(json, Network.FEATURES, network.features());
            json.writeEndArray();
            json.writeArrayFieldStart("labels");
            for (String label : labels) {
                json.writeString(label);
            }
            json.writeEndArray();
            json.writeNumberField("testImages", score.images());
            json.writeNumberField("testAccuracy", score.accuracy());
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void writeTensor(JsonGenerator json, String field, String name, int... axes) throws IOException {
        json.writeFieldName(field);
        writeTensor(json, name, axes);
    }

    private static void writeTensor(JsonGenerator json, String name, int... axes) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("type", "float32");
        json.writeArrayFieldStart("shape");
        json.writeString("N");
        for (int axis : axes) {
            json.writeNumber(axis);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The trained numbers of all layers together. */
    long parameters() {
        return model.getGraph().getInitializerList().stream()
                .mapToLong(tensor -> tensor.getDimsList().stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    Sha256 sha256() {
        return Sha256.of(model.toByteArray());
    }
}
