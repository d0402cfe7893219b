package io.fieldloop.models.placement;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.models.placement.PlacementCertificate.Measured;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Placements and their certificates as JSON. A certificate says {@code schema: 1}; who reads it ignores fields it does not know. */
public final class PlacementJson {
    private static final int SCHEMA = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private PlacementJson() {}

    static byte[] write(PlacementCertificate certificate) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("schema", SCHEMA);
            write(certificate, out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(PlacementCertificate certificate, JsonGenerator out) throws IOException {
        out.writeStringField("device", certificate.device().value());
        out.writeStringField("model", certificate.model().model().value());
        out.writeNumberField("version", certificate.model().version());
        out.writeStringField("variant", certificate.variant());
        out.writeStringField("file", certificate.file().hex());
        writeTexts(
                "asked", certificate.asked().stream().map(Accelerator::toString).toList(), out);
        out.writeStringField("accelerator", certificate.accelerator().toString());
        if (certificate.fallback().isPresent()) {
            out.writeStringField("fallback", certificate.fallback().get());
        }
        write(certificate.placement(), out);
        write(certificate.measured(), out);
        writeTexts("versions", certificate.versions(), out);
        out.writeStringField("at", certificate.at().toString());
    }

    private static void writeTexts(String name, List<String> texts, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private static void write(Measured measured, JsonGenerator out) throws IOException {
        out.writeNumberField("medianMicros", measured.medianMicros());
        out.writeNumberField("p95Micros", measured.p95Micros());
        if (measured.microjoules().isPresent()) {
            out.writeNumberField("microjoules", measured.microjoules().getAsLong());
        }
        out.writeNumberField("distance", measured.distance());
    }

    /** Writes the field {@code placement} into the object that is open. */
    public static void write(Placement placement, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("placement");
        for (var here : placement.operators().entrySet()) {
            for (var operator : here.getValue().entrySet()) {
                out.writeStartObject();
                out.writeStringField("on", here.getKey());
                out.writeStringField("operator", operator.getKey());
                out.writeNumberField("count", operator.getValue());
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    static PlacementCertificate read(byte[] json) throws MalformedJsonException {
        return JsonFields.read(json, json.length).as(PlacementJson::certificate);
    }

    private static PlacementCertificate certificate(JsonFields fields) throws MalformedJsonException {
        if (fields.integer("schema") != SCHEMA) {
            throw new MalformedJsonException(
                    "schema %d of a placement is not known".formatted(fields.integer("schema")));
        }
        return new PlacementCertificate(
                new DeviceId(fields.text("device")),
                ModelRef.of(fields.text("model"), fields.smallInteger("version")),
                fields.text("variant"),
                new Sha256(fields.text("file")),
                fields.texts("asked").stream().map(Accelerator::parse).toList(),
                Accelerator.parse(fields.text("accelerator")),
                fields.optionalText("fallback"),
                placement(fields),
                measured(fields),
                fields.texts("versions"),
                fields.instant("at"));
    }

    private static Measured measured(JsonFields fields) throws MalformedJsonException {
        return new Measured(
                fields.integer("medianMicros"),
                fields.integer("p95Micros"),
                fields.has("microjoules") ? OptionalLong.of(fields.integer("microjoules")) : OptionalLong.empty(),
                fields.number("distance"));
    }

    private record Row(String on, String operator, int count) {
        static Row of(JsonFields fields) throws MalformedJsonException {
            return new Row(fields.text("on"), fields.text("operator"), fields.smallInteger("count"));
        }
    }

    /**
     * Reads the field {@code placement}.
     *
     * @throws MalformedJsonException if it is none
     */
    public static Placement placement(JsonFields fields) throws MalformedJsonException {
        Map<String, Map<String, Integer>> operators = new HashMap<>();
        for (Row row : fields.objects("placement", Row::of)) {
            operators.computeIfAbsent(row.on(), _ -> new HashMap<>()).merge(row.operator(), row.count(), Integer::sum);
        }
        return new Placement(operators);
    }
}
