package io.fieldloop.models.dsse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A DSSE envelope, decoded.
 *
 * @param payloadType what the payload is
 * @param payload what is signed
 * @param signatures 1 to {@value #MAX_SIGNATURES}, none of them verified
 */
public record Envelope(String payloadType, Bytes payload, List<Signed> signatures) {
    private static final int MAX_SIGNATURES = 16;
    private static final int MAX_KEY_ID = 256;
    private static final JsonFactory JSON = new JsonFactory();

    /** A signature and the hint by whom. */
    public record Signed(Optional<String> keyId, Bytes signature) {}

    /**
     * Decodes the JSON form.
     *
     * @param maxBytes the longest that is read
     * @throws MalformedJsonException if it is longer, or no envelope
     */
    public static Envelope decode(byte[] json, int maxBytes) throws MalformedJsonException {
        if (json.length > maxBytes) {
            throw new MalformedJsonException("%d bytes; at most %d are read".formatted(json.length, maxBytes));
        }
        return JsonFields.read(json, maxBytes).as(Envelope::read);
    }

    private static Envelope read(JsonFields fields) throws MalformedJsonException {
        var envelope = new Envelope(
                fields.text("payloadType"),
                base64(fields.text("payload")),
                fields.objects("signatures", Envelope::signed));
        if (envelope.signatures.isEmpty() || envelope.signatures.size() > MAX_SIGNATURES) {
            throw new MalformedJsonException(
                    "there must be 1 to %d signatures, not %d".formatted(MAX_SIGNATURES, envelope.signatures.size()));
        }
        return envelope;
    }

    private static Signed signed(JsonFields fields) throws MalformedJsonException {
        Optional<String> keyId = fields.optionalText("keyid");
        if (keyId.isPresent() && keyId.get().length() > MAX_KEY_ID) {
            throw new MalformedJsonException("a key id has more than " + MAX_KEY_ID + " characters");
        }
        return new Signed(keyId, base64(fields.text("sig")));
    }

    /** The specification lets signers choose either alphabet. */
    private static Bytes base64(String text) {
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        return Bytes.wrap((urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text));
    }

    /** Encodes the JSON form. */
    public byte[] encode() {
        var bytes = new ByteArrayOutputStream(payload.size() * 2);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("payload", Base64.getEncoder().encodeToString(payload.toArray()));
            out.writeStringField("payloadType", payloadType);
            out.writeArrayFieldStart("signatures");
            for (Signed signed : signatures) {
                write(signed, out);
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(Signed signed, JsonGenerator out) throws IOException {
        out.writeStartObject();
        if (signed.keyId().isPresent()) {
            out.writeStringField("keyid", signed.keyId().get());
        }
        out.writeStringField(
                "sig", Base64.getEncoder().encodeToString(signed.signature().toArray()));
        out.writeEndObject();
    }

    /**
     * What is signed instead of the bare payload, so that a signature for one type of payload is worth nothing for another:
     * {@code "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload}.
     */
    public byte[] preAuthenticationEncoding() {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        var encoding = new ByteArrayOutputStream(payload.size() + type.length + 32);
        encoding.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        encoding.writeBytes(type);
        encoding.writeBytes((" " + payload.size() + " ").getBytes(StandardCharsets.US_ASCII));
        encoding.writeBytes(payload.toArray());
        return encoding.toByteArray();
    }
}
