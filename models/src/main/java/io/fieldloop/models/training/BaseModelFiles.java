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
        DurableFile.write(folder.resolve("model-card.md"), card().getBytes(StandardCharsets.UTF_8));
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

    private String card() {
        return """
                # %s

                Tells ten kinds of clothes apart on grey pictures of 28 by 28 pixels. It is the base model from which the demonstration
                starts: the head is trained anew on what devices send back, the backbone's features stay.

                | | |
                |---|---|
                | input | `%s`, float32 `[N, 1, %d, %d]`, 0 for black to 1 for white |
                | outputs | `%s`, float32 `[N, %d]`, unscaled class scores; `%s`, float32 `[N, %d]`, what the head reads |
                | classes | %s |
                | size | %,d bytes, %,d parameters, ONNX operator set %d |
                | SHA-256 | `%s` |
                | learnt from | the 60,000 training images of Fashion-MNIST (asset `fashion-mnist`), mirrored at random |
                | made by | `./fieldloop train-base --seed %d --epochs %d` |
                | licence | Apache-2.0, as this project; the images are under the MIT licence |

                ## Accuracy

                %.2f %% of the %,d test images, none of which was learnt from, measured by ONNX Runtime on `model.onnx` itself.

                | class | seen right |
                |---|---|
                %s
                ## What it is for, and what not

                For demonstrating and testing the loop from a device and back. It has seen only catalogue photographs, centred, upright and on
                black; pictures that are turned, noisy or of anything else get a confident answer that means nothing. It is no basis for a
                decision about people.

                The same seed on the same kind of processor makes the same file; another processor rounds differently and may end a few
                hundredths of a percent away.
                """.formatted(
                        network.name(),
                        Network.INPUT,
                        network.imageSize(),
                        network.imageSize(),
                        Network.LOGITS,
                        network.classes(),
                        Network.FEATURES,
                        network.features(),
                        String.join(", ", labels),
                        model.getSerializedSize(),
                        parameters(),
                        model.getOpsetImport(0).getVersion(),
                        sha256(),
                        plan.seed(),
                        plan.epochs(),
                        100 * score.accuracy(),
                        score.images(),
                        classTable());
    }

    private String classTable() {
        var rows = new StringBuilder();
        for (int label = 0; label < labels.size(); label++) {
            rows.append("| %s | %.1f %% |\n".formatted(labels.get(label), 100 * score.accuracy(label)));
        }
        return rows.toString();
    }

    private long parameters() {
        return model.getGraph().getInitializerList().stream()
                .mapToLong(tensor -> tensor.getDimsList().stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    private Sha256 sha256() {
        return Sha256.of(model.toByteArray());
    }
}
