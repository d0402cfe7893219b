package io.fieldloop.agent.inference;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.io.IOException;
import java.util.List;

/** How predictions are told to programs of the device, wherever they are told. */
public final class PredictionJson {
    private PredictionJson() {}

    /** Writes the field {@code classes}, {@code boxes} or {@code mask} into the object that is open. */
    public static void write(Prediction prediction, JsonGenerator json) throws IOException {
        switch (prediction) {
            case Classified(List<ClassScore> classes) -> classes(classes, json);
            case Detected(List<Box> boxes) -> boxes(boxes, json);
            case Segmented(Mask mask) -> mask(mask, json);
        }
    }

    private static void classes(List<ClassScore> classes, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("classes");
        for (ClassScore found : classes) {
            json.writeStartObject();
            json.writeStringField("label", found.label());
            json.writeNumberField("score", found.score());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void boxes(List<Box> boxes, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("boxes");
        for (Box box : boxes) {
            json.writeStartObject();
            json.writeStringField("label", box.label());
            json.writeNumberField("score", box.score());
            json.writeNumberField("left", box.left());
            json.writeNumberField("top", box.top());
            json.writeNumberField("width", box.width());
            json.writeNumberField("height", box.height());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void mask(Mask mask, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("mask");
        json.writeNumberField("width", mask.width());
        json.writeNumberField("height", mask.height());
        json.writeNumberField("uncertain", mask.uncertain());
        json.writeArrayFieldStart("regions");
        for (Region region : mask.regions()) {
            json.writeStartObject();
            json.writeStringField("label", region.label());
            json.writeNumberField("score", region.score());
            json.writeNumberField("share", mask.share(region));
            json.writeArrayFieldStart("counts");
            for (int count : region.counts()) {
                json.writeNumber(count);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
