package io.fieldloop.models.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.models.bundle.Part.Content;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * What a bundle holds.
 *
 * @param purpose what it is for
 * @param device that made it, or that it is for
 * @param at when it was made, by the clock of who made it
 * @param parts in their order in the file, at most {@value #MAX_PARTS}
 */
public record BundleIndex(Purpose purpose, DeviceId device, Instant at, List<Part> parts) {
    /** The most parts of a bundle. */
    public static final int MAX_PARTS = 20_000;

    /** The most bytes that the parts of a bundle of samples have: 1 GiB. What is left goes into the next one. */
    public static final long MAX_CONTENT_BYTES = 1L << 30;

    static final String PAYLOAD_TYPE = "application/vnd.fieldloop.bundle+json";
    static final int MAX_BYTES = 8 << 20;

    private static final int SCHEMA = 1;
    private static final JsonFactory JSON = new JsonFactory();

    /** Takes a copy of the parts. */
    public BundleIndex {
        parts = List.copyOf(parts);
        if (parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException(
                    "a bundle has at most %d parts, not %d".formatted(MAX_PARTS, parts.size()));
        }
    }

    /** What bundles are for. */
    public enum Purpose {
        /** Brings the samples of a device to its hub. */
        SAMPLES,
        /** Brings receipts for them back. */
        RECEIPTS,
        /** Brings a device what it shall serve and capture. */
        DESIRED
    }

    byte[] encode() {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("schema", SCHEMA);
            out.writeStringField("purpose", JsonFields.word(purpose));
            out.writeStringField("device", device.value());
            out.writeStringField("at", at.toString());
            out.writeArrayFieldStart("parts");
            for (Part part : parts) {
                out.writeStartObject();
                out.writeStringField("content", JsonFields.word(part.content()));
                out.writeStringField("sha256", part.digest().hex());
                out.writeNumberField("sizeBytes", part.sizeBytes());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    static BundleIndex decode(byte[] json) throws MalformedJsonException {
        return JsonFields.read(json, 256).as(BundleIndex::read);
    }

    private static BundleIndex read(JsonFields fields) throws MalformedJsonException {
        if (fields.integer("schema") != SCHEMA) {
            throw new MalformedJsonException(
                    "its schema is not %d; update the older of the two programs".formatted(SCHEMA));
        }
        return new BundleIndex(
                fields.constant("purpose", Purpose.class),
                new DeviceId(fields.text("device")),
                fields.instant("at"),
                fields.objects("parts", BundleIndex::part));
    }

    private static Part part(JsonFields fields) throws MalformedJsonException {
        return new Part(
                fields.constant("content", Content.class),
                new Sha256(fields.text("sha256")),
                fields.integer("sizeBytes"));
    }
}
