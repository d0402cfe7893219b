package io.fieldloop.models.pack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.pack.Preprocessing.OfReadings;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.tensor.Quantisation;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The fields of a manifest, written. {@link ManifestReader} is its mirror. */
final class ManifestWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    private ManifestWriter(JsonGenerator out) {
        this.out = out;
    }

    static byte[] write(Manifest manifest) {
        var bytes = new ByteArrayOutputStream(4_096);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            new ManifestWriter(out).manifest(manifest);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private void manifest(Manifest manifest) throws IOException {
        out.writeStartObject();
        out.writeNumberField("schema", ManifestJson.SCHEMA);
        out.writeStringField("model", manifest.model().model().value());
        out.writeNumberField("version", manifest.model().version());
        out.writeStringField("task", JsonFields.word(manifest.task()));
        out.writeStringField("createdAt", manifest.createdAt().toString());
        objects("variants", manifest.variants(), this::variant);
        object("preprocessing", () -> preprocessing(manifest.preprocessing()));
        object("postprocessing", () -> postprocessing(manifest.postprocessing()));
        texts("labels", manifest.labels());
        objects("goldens", manifest.goldens(), this::golden);
        object("limits", () -> limits(manifest.limits()));
        object("lineage", () -> lineage(manifest.lineage()));
        out.writeEndObject();
    }

    private void variant(Variant variant) throws IOException {
        out.writeStringField("name", variant.name());
        out.writeStringField("format", JsonFields.word(variant.format()));
        if (variant.stages().size() > 1) {
            objects("stages", variant.stages(), this::stage);
        } else {
            stage(variant.stages().getFirst());
        }
    }

    private void stage(Stage stage) throws IOException {
        object("file", () -> file(stage.file()));
        objects("inputs", stage.inputs(), this::tensor);
        objects("outputs", stage.outputs(), this::tensor);
        Link link = stage.link();
        if (link.window().isPresent()) {
            object("window", () -> window(link.window().get()));
        }
        if (!link.carries().isEmpty()) {
            objects("carries", link.carries(), this::carry);
        }
        if (!link.constants().isEmpty()) {
            objects("constants", link.constants(), this::constant);
        }
    }

    private void window(Window window) throws IOException {
        out.writeNumberField("rows", window.rows());
        out.writeNumberField("step", window.step());
        out.writeNumberField("scale", window.scale());
        out.writeNumberField("offset", window.offset());
    }

    private void carry(Carry carry) throws IOException {
        out.writeStringField("output", carry.output());
        out.writeStringField("input", carry.input());
    }

    private void constant(Constant constant) throws IOException {
        out.writeStringField("input", constant.input());
        out.writeNumberField("value", constant.value());
    }

    private void file(FileRef file) throws IOException {
        out.writeStringField("sha256", file.sha256().hex());
        out.writeNumberField("sizeBytes", file.sizeBytes());
    }

    private void tensor(TensorSpec tensor) throws IOException {
        out.writeStringField("name", tensor.name());
        out.writeStringField("type", JsonFields.word(tensor.type()));
        numbers("shape", tensor.shape());
        if (tensor.quantisation().isPresent()) {
            Quantisation quantisation = tensor.quantisation().get();
            object("quantisation", () -> {
                out.writeNumberField("scale", quantisation.scale());
                out.writeNumberField("zeroPoint", quantisation.zeroPoint());
            });
        }
    }

    private void preprocessing(Preprocessing preprocessing) throws IOException {
        switch (preprocessing) {
            case OfImages images -> ofImages(images);
            case OfSound(var sampleRate, var fullScale, var frame, var hop) -> {
                out.writeStringField("type", "sound");
                out.writeNumberField("sampleRate", sampleRate);
                out.writeNumberField("fullScale", fullScale);
                out.writeNumberField("frame", frame);
                out.writeNumberField("hop", hop);
            }
            case OfReadings(var rows, var columns, var order, var mean, var deviation) -> {
                out.writeStringField("type", "readings");
                out.writeNumberField("rows", rows);
                texts("columns", columns);
                out.writeStringField("order", JsonFields.word(order));
                numbers("mean", mean);
                numbers("deviation", deviation);
            }
        }
    }

    private void ofImages(OfImages images) throws IOException {
        out.writeNumberField("width", images.width());
        out.writeNumberField("height", images.height());
        out.writeStringField("colour", JsonFields.word(images.colour()));
        out.writeStringField("layout", JsonFields.word(images.layout()));
        out.writeStringField("fit", JsonFields.word(images.fit()));
        out.writeNumberField("scale", images.scale());
        numbers("mean", images.mean());
        numbers("deviation", images.deviation());
    }

    private void postprocessing(Postprocessing postprocessing) throws IOException {
        switch (postprocessing) {
            case TopClasses(var output, var activation, var count) -> {
                out.writeStringField("type", "top-classes");
                out.writeStringField("output", output);
                out.writeStringField("activation", JsonFields.word(activation));
                out.writeNumberField("count", count);
            }
            case SsdBoxes(var boxes, var scores, var anchors, var threshold, var overlap, var count) -> {
                out.writeStringField("type", "ssd-boxes");
                out.writeStringField("boxes", boxes);
                out.writeStringField("scores", scores);
                object("anchors", () -> anchors(anchors));
                out.writeNumberField("threshold", threshold);
                out.writeNumberField("overlap", overlap);
                out.writeNumberField("count", count);
            }
            case ClassMask(var output, var layout, var activation, var threshold) -> {
                out.writeStringField("type", "class-mask");
                out.writeStringField("output", output);
                out.writeStringField("layout", JsonFields.word(layout));
                out.writeStringField("activation", JsonFields.word(activation));
                out.writeNumberField("threshold", threshold);
            }
            case ThresholdEvents(var threshold, var release, var patience, var quiet) -> {
                out.writeStringField("type", "threshold-events");
                out.writeNumberField("threshold", threshold);
                out.writeNumberField("release", release);
                out.writeNumberField("patience", patience);
                out.writeNumberField("quietMillis", quiet.toMillis());
            }
        }
    }

    private void anchors(SsdAnchors anchors) throws IOException {
        numbers("grids", anchors.grids());
        out.writeNumberField("smallest", anchors.smallest());
        out.writeNumberField("largest", anchors.largest());
        numbers("ratios", anchors.ratios());
        out.writeBooleanField("reducedFirst", anchors.reducedFirst());
    }

    private void golden(Golden golden) throws IOException {
        object("input", () -> file(golden.input()));
        object("expected", () -> prediction(golden.expected()));
        out.writeNumberField("tolerance", golden.tolerance());
    }

    private void prediction(Prediction prediction) throws IOException {
        switch (prediction) {
            case Classified(var classes) -> objects("classes", classes, this::classScore);
            case Detected(var boxes) -> objects("boxes", boxes, this::box);
            case Segmented(var mask) -> object("mask", () -> mask(mask));
        }
    }

    private void classScore(ClassScore score) throws IOException {
        out.writeStringField("label", score.label());
        out.writeNumberField("score", score.score());
    }

    private void box(Box box) throws IOException {
        out.writeStringField("label", box.label());
        out.writeNumberField("score", box.score());
        out.writeNumberField("left", box.left());
        out.writeNumberField("top", box.top());
        out.writeNumberField("width", box.width());
        out.writeNumberField("height", box.height());
    }

    private void mask(Mask mask) throws IOException {
        out.writeNumberField("width", mask.width());
        out.writeNumberField("height", mask.height());
        out.writeNumberField("uncertain", mask.uncertain());
        objects("regions", mask.regions(), this::region);
    }

    private void region(Region region) throws IOException {
        out.writeStringField("label", region.label());
        out.writeNumberField("score", region.score());
        numbers("counts", region.counts());
    }

    private void limits(Limits limits) throws IOException {
        out.writeNumberField("latencyMicros", limits.latencyMicros());
        out.writeNumberField("memoryBytes", limits.memoryBytes());
    }

    private void lineage(Lineage lineage) throws IOException {
        if (lineage.parentVersion().isPresent()) {
            out.writeNumberField("parentVersion", lineage.parentVersion().get());
        }
        if (lineage.snapshot().isPresent()) {
            out.writeStringField("snapshot", lineage.snapshot().get().hex());
        }
        if (lineage.run().isPresent()) {
            out.writeStringField("run", lineage.run().get());
        }
        out.writeStringField("origin", lineage.origin());
    }

    @FunctionalInterface
    private interface Body {
        void write() throws IOException;
    }

    @FunctionalInterface
    private interface Item<T> {
        void write(T item) throws IOException;
    }

    private void object(String name, Body body) throws IOException {
        out.writeObjectFieldStart(name);
        body.write();
        out.writeEndObject();
    }

    private <T> void objects(String name, List<T> items, Item<T> writer) throws IOException {
        out.writeArrayFieldStart(name);
        for (T item : items) {
            out.writeStartObject();
            writer.write(item);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void texts(String name, List<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private void numbers(String name, List<? extends Number> numbers) throws IOException {
        out.writeArrayFieldStart(name);
        for (Number number : numbers) {
            if (number instanceof Integer whole) {
                out.writeNumber(whole);
            } else {
                out.writeNumber(number.doubleValue());
            }
        }
        out.writeEndArray();
    }
}
