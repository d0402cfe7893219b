package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.CaptureRules;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.Offer;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SequenceRange;
import java.io.IOException;
import java.util.Optional;

/** The fields of {@link HubMessage}s. */
final class HubMessages {
    private HubMessages() {}

    static void write(HubMessage message, JsonGenerator out) throws IOException {
        switch (message) {
            case Receipts receipts -> write(receipts, out);
            case DesiredState desired -> write(desired, out);
        }
    }

    static HubMessage read(Fields fields) throws WireException {
        String type = fields.text("t");
        return switch (type) {
            case "receipts" -> receipts(fields);
            case "desired" -> desired(fields);
            default -> throw WireException.unreadable("'" + type + "' is no message of a hub");
        };
    }

    private static void write(Receipts receipts, JsonGenerator out) throws IOException {
        out.writeStringField("t", "receipts");
        out.writeNumberField("epoch", receipts.epoch());
        out.writeStringField("stream", receipts.stream().value());
        out.writeArrayFieldStart("ranges");
        for (SequenceRange range : receipts.ranges()) {
            out.writeStartObject();
            out.writeNumberField("first", range.first());
            out.writeNumberField("last", range.last());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static Receipts receipts(Fields fields) throws WireException {
        return new Receipts(
                fields.integer("epoch"),
                new StreamName(fields.text("stream")),
                fields.maps("ranges", HubMessages::range));
    }

    private static SequenceRange range(Fields fields) throws WireException {
        return new SequenceRange(fields.integer("first"), fields.integer("last"));
    }

    private static void write(DesiredState desired, JsonGenerator out) throws IOException {
        out.writeStringField("t", "desired");
        out.writeNumberField("revision", desired.revision());
        out.writeArrayFieldStart("offers");
        for (Offer offer : desired.offers()) {
            out.writeStartObject();
            Common.write(offer.rollout(), out);
            out.writeNumberField("attempt", offer.attempt());
            Common.write(offer.model(), out);
            out.writeBinaryField("manifest", offer.manifest().toArray());
            out.writeEndObject();
        }
        out.writeEndArray();
        if (desired.capture().isPresent()) {
            CaptureRules rules = desired.capture().get();
            out.writeObjectFieldStart("capture");
            out.writeNumberField("revision", rules.revision());
            out.writeStringField("rules", rules.document());
            out.writeEndObject();
        }
    }

    private static DesiredState desired(Fields fields) throws WireException {
        return new DesiredState(
                fields.integer("revision"),
                fields.maps("offers", HubMessages::offer),
                fields.has("capture") ? Optional.of(capture(fields.map("capture"))) : Optional.empty());
    }

    private static CaptureRules capture(Fields fields) throws WireException {
        return new CaptureRules(fields.integer("revision"), fields.text("rules"));
    }

    private static Offer offer(Fields fields) throws WireException {
        return new Offer(
                Common.rollout(fields),
                fields.smallInteger("attempt"),
                Common.model(fields),
                Common.digest("manifest", fields));
    }
}
