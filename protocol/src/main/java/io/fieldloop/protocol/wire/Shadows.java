package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.ShadowCounts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The fields of {@link ShadowCounts}. */
final class Shadows {
    private Shadows() {}

    static void write(List<ShadowCounts> shadows, JsonGenerator out) throws IOException {
        if (shadows.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("shadows");
        for (ShadowCounts each : shadows) {
            out.writeStartObject();
            out.writeStringField("stream", each.stream().value());
            out.writeStringField("model", each.model().value());
            if (each.version().isPresent()) {
                out.writeNumberField("version", each.version().get());
            }
            out.writeNumberField("asked", each.asked());
            out.writeNumberField("disagreed", each.disagreed());
            out.writeNumberField("passedOver", each.passedOver());
            out.writeNumberField("unanswered", each.unanswered());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** None from an agent that knows of no shadows. */
    static List<ShadowCounts> read(Fields fields) throws WireException {
        return fields.has("shadows") ? fields.maps("shadows", Shadows::counts) : List.of();
    }

    private static ShadowCounts counts(Fields fields) throws WireException {
        return new ShadowCounts(
                new StreamName(fields.text("stream")),
                new ModelName(fields.text("model")),
                fields.has("version") ? Optional.of(fields.smallInteger("version")) : Optional.empty(),
                fields.count("asked"),
                fields.count("disagreed"),
                fields.count("passedOver"),
                fields.count("unanswered"));
    }
}
