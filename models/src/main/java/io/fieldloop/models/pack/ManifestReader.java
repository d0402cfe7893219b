package io.fieldloop.models.pack;

import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.pack.Preprocessing.OfReadings;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.pack.Preprocessing.Order;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Quantisation;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The fields of a manifest, read. {@link ManifestWriter} is its mirror. */
final class ManifestReader {
    private ManifestReader() {}

    static Manifest manifest(JsonFields fields) throws MalformedJsonException {
        return new Manifest(
                ModelRef.of(fields.text("model"), fields.smallInteger("version")),
                fields.constant("task", Task.class),
                fields.objects("variants", ManifestReader::variant),
                fields.object("preprocessing", ManifestReader::preprocessing),
                fields.object("postprocessing", ManifestReader::postprocessing),
                fields.texts("labels"),
                fields.objects("goldens", ManifestReader::golden),
                fields.object("limits", ManifestReader::limits),
                fields.object("lineage", ManifestReader::lineage),
                fields.instant("createdAt"));
    }

    /** A model by itself stands in the variant; a chain has its list. */
    private static Variant variant(JsonFields fields) throws MalformedJsonException {
        return new Variant(
                fields.text("name"),
                fields.constant("format", ModelFormat.class),
                fields.has("stages") ? fields.objects("stages", ManifestReader::stage) : List.of(stage(fields)));
    }

    private static Stage stage(JsonFields fields) throws MalformedJsonException {
        return new Stage(
                fields.object("file", ManifestReader::file),
                fields.objects("inputs", ManifestReader::tensor),
                fields.objects("outputs", ManifestReader::tensor),
                link(fields));
    }

    static Link link(JsonFields fields) throws MalformedJsonException {
        return new Link(
                fields.optionalObject("window", ManifestReader::window),
                fields.has("carries") ? fields.objects("carries", ManifestReader::carry) : List.of(),
                fields.has("constants") ? fields.objects("constants", ManifestReader::constant) : List.of());
    }

    private static Window window(JsonFields fields) throws MalformedJsonException {
        return new Window(
                fields.smallInteger("rows"),
                fields.smallInteger("step"),
                fields.has("scale") ? fields.number("scale") : 1,
                fields.has("offset") ? fields.number("offset") : 0);
    }

    private static Carry carry(JsonFields fields) throws MalformedJsonException {
        return new Carry(fields.text("output"), fields.text("input"));
    }

    private static Constant constant(JsonFields fields) throws MalformedJsonException {
        return new Constant(fields.text("input"), fields.smallInteger("value"));
    }

    private static FileRef file(JsonFields fields) throws MalformedJsonException {
        return new FileRef(new Sha256(fields.text("sha256")), fields.integer("sizeBytes"));
    }

    private static TensorSpec tensor(JsonFields fields) throws MalformedJsonException {
        return new TensorSpec(
                fields.text("name"),
                fields.constant("type", ElementType.class),
                fields.smallIntegers("shape"),
                fields.optionalObject("quantisation", ManifestReader::quantisation));
    }

    private static Quantisation quantisation(JsonFields fields) throws MalformedJsonException {
        return new Quantisation(fields.number("scale"), fields.smallInteger("zeroPoint"));
    }

    /** What has no type is of images: so it was before there was another. */
    static Preprocessing preprocessing(JsonFields fields) throws MalformedJsonException {
        String type = fields.optionalText("type").orElse("image");
        return switch (type) {
            case "image" -> ofImages(fields);
            case "sound" ->
                new OfSound(
                        fields.smallInteger("sampleRate"),
                        fields.number("fullScale"),
                        fields.smallInteger("frame"),
                        fields.smallInteger("hop"));
            case "readings" ->
                new OfReadings(
                        fields.smallInteger("rows"),
                        fields.texts("columns"),
                        fields.constant("order", Order.class),
                        fields.numbers("mean"),
                        fields.numbers("deviation"));
            default -> throw new IllegalArgumentException("type '" + type + "' is none of image, sound and readings");
        };
    }

    private static OfImages ofImages(JsonFields fields) throws MalformedJsonException {
        return new OfImages(
                fields.smallInteger("width"),
                fields.smallInteger("height"),
                fields.constant("colour", Colour.class),
                fields.constant("layout", Layout.class),
                fields.constant("fit", Fit.class),
                fields.number("scale"),
                fields.numbers("mean"),
                fields.numbers("deviation"));
    }

    static Postprocessing postprocessing(JsonFields fields) throws MalformedJsonException {
        String type = fields.text("type");
        return switch (type) {
            case "top-classes" ->
                new TopClasses(
                        fields.text("output"),
                        fields.constant("activation", Activation.class),
                        fields.smallInteger("count"));
            case "ssd-boxes" ->
                new SsdBoxes(
                        fields.text("boxes"),
                        fields.text("scores"),
                        fields.object("anchors", ManifestReader::anchors),
                        fields.number("threshold"),
                        fields.number("overlap"),
                        fields.smallInteger("count"));
            case "class-mask" ->
                new ClassMask(
                        fields.text("output"),
                        fields.constant("layout", Layout.class),
                        fields.constant("activation", Activation.class),
                        fields.number("threshold"));
            case "threshold-events" ->
                new ThresholdEvents(
                        fields.number("threshold"),
                        fields.number("release"),
                        fields.smallInteger("patience"),
                        Duration.ofMillis(fields.smallInteger("quietMillis")));
            default ->
                throw new IllegalArgumentException(
                        "type '" + type + "' is none of top-classes, ssd-boxes, class-mask and threshold-events");
        };
    }

    private static SsdAnchors anchors(JsonFields fields) throws MalformedJsonException {
        return new SsdAnchors(
                fields.smallIntegers("grids"),
                fields.number("smallest"),
                fields.number("largest"),
                fields.numbers("ratios"),
                fields.flag("reducedFirst"));
    }

    private static Golden golden(JsonFields fields) throws MalformedJsonException {
        return new Golden(
                fields.object("input", ManifestReader::file),
                fields.object("expected", ManifestReader::prediction),
                fields.number("tolerance"));
    }

    private static Prediction prediction(JsonFields fields) throws MalformedJsonException {
        if (fields.has("mask")) {
            return new Segmented(fields.object("mask", ManifestReader::mask));
        }
        return fields.has("boxes")
                ? new Detected(fields.objects("boxes", ManifestReader::box))
                : new Classified(fields.objects("classes", ManifestReader::classScore));
    }

    private static ClassScore classScore(JsonFields fields) throws MalformedJsonException {
        return new ClassScore(fields.text("label"), fields.number("score"));
    }

    private static Box box(JsonFields fields) throws MalformedJsonException {
        return new Box(
                fields.text("label"),
                fields.number("score"),
                fields.number("left"),
                fields.number("top"),
                fields.number("width"),
                fields.number("height"));
    }

    private static Mask mask(JsonFields fields) throws MalformedJsonException {
        return new Mask(
                fields.smallInteger("width"),
                fields.smallInteger("height"),
                fields.number("uncertain"),
                fields.objects("regions", ManifestReader::region));
    }

    private static Region region(JsonFields fields) throws MalformedJsonException {
        return new Region(fields.text("label"), fields.number("score"), fields.smallIntegers("counts"));
    }

    private static Limits limits(JsonFields fields) throws MalformedJsonException {
        return new Limits(fields.integer("latencyMicros"), fields.integer("memoryBytes"));
    }

    private static Lineage lineage(JsonFields fields) throws MalformedJsonException {
        return new Lineage(
                fields.has("parentVersion") ? Optional.of(fields.smallInteger("parentVersion")) : Optional.empty(),
                fields.optionalText("snapshot").map(Sha256::new),
                fields.optionalText("run"),
                fields.text("origin"));
    }
}
