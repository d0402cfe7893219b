package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
import java.io.IOException;
import java.util.Optional;

/** The fields of a {@link SampleBatch}. */
final class Samples {
    private Samples() {}

    static void write(SampleBatch batch, JsonGenerator out) throws IOException {
        out.writeStringField("t", "samples");
        out.writeNumberField("epoch", batch.epoch());
        out.writeStringField("stream", batch.stream().value());
        out.writeArrayFieldStart("samples");
        for (Sample sample : batch.samples()) {
            write(sample, out);
        }
        out.writeEndArray();
    }

    static SampleBatch read(Fields fields) throws WireException {
        return new SampleBatch(
                fields.integer("epoch"),
                new StreamName(fields.text("stream")),
                fields.maps("samples", Samples::sample));
    }

    private static void write(Sample sample, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("seq", sample.sequence());
        out.writeNumberField("at", sample.capturedAt().toEpochMilli());
        Common.write(sample.uptime(), out);
        out.writeStringField("type", sample.mediaType());
        out.writeBinaryField("media", sample.media().toArray());
        if (sample.upload().isPresent()) {
            out.writeBinaryField("upload", sample.upload().get().digest().toArray());
            out.writeNumberField("size", sample.upload().get().sizeBytes());
        }
        Common.write(sample.model(), out);
        write(sample.prediction(), out);
        out.writeArrayFieldStart("rules");
        for (String rule : sample.rules()) {
            out.writeString(rule);
        }
        out.writeEndArray();
        out.writeNumberField("value", sample.value());
        out.writeEndObject();
    }

    private static Sample sample(Fields fields) throws WireException {
        return new Sample(
                fields.integer("seq"),
                fields.instant("at"),
                Common.uptime(fields),
                fields.text("type"),
                fields.bytes("media"),
                fields.has("upload") ? Optional.of(upload(fields)) : Optional.empty(),
                Common.model(fields),
                prediction(fields),
                fields.texts("rules"),
                fields.number("value"));
    }

    private static Upload upload(Fields fields) throws WireException {
        return new Upload(Common.digest("upload", fields), fields.integer("size"));
    }

    private static void write(Prediction prediction, JsonGenerator out) throws IOException {
        switch (prediction) {
            case Classified(var classes) -> {
                out.writeArrayFieldStart("classes");
                for (ClassScore score : classes) {
                    out.writeStartObject();
                    out.writeStringField("label", score.label());
                    out.writeNumberField("score", score.score());
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
            case Detected(var boxes) -> {
                out.writeArrayFieldStart("boxes");
                for (Box box : boxes) {
                    write(box, out);
                }
                out.writeEndArray();
            }
            case Segmented(var mask) -> Masks.write(mask, out);
        }
    }

    private static void write(Box box, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("label", box.label());
        out.writeNumberField("score", box.score());
        out.writeNumberField("left", box.left());
        out.writeNumberField("top", box.top());
        out.writeNumberField("width", box.width());
        out.writeNumberField("height", box.height());
        out.writeEndObject();
    }

    private static Prediction prediction(Fields fields) throws WireException {
        if (fields.has("mask")) {
            return new Segmented(Masks.read(fields.map("mask")));
        }
        return fields.has("boxes")
                ? new Detected(fields.maps("boxes", Samples::box))
                : new Classified(fields.maps("classes", Samples::classScore));
    }

    private static ClassScore classScore(Fields fields) throws WireException {
        return new ClassScore(fields.text("label"), fields.number("score"));
    }

    private static Box box(Fields fields) throws WireException {
        return new Box(
                fields.text("label"),
                fields.number("score"),
                fields.number("left"),
                fields.number("top"),
                fields.number("width"),
                fields.number("height"));
    }
}
