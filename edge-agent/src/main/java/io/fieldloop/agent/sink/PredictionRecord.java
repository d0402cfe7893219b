package io.fieldloop.agent.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.PredictionJson;
import io.fieldloop.protocol.StreamName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * What a model said of one image of a stream.
 *
 * @param stream that the image came from
 * @param capturedAt when it came, by the clock of this device
 * @param answer which model said what, and how long it took
 */
public record PredictionRecord(StreamName stream, Instant capturedAt, Answer answer) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** One object of JSON in UTF-8, without a line break. */
    byte[] json() {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("stream", stream.value());
            json.writeStringField("model", answer.model().model().value());
            json.writeNumberField("version", answer.model().version());
            json.writeStringField("capturedAt", capturedAt.toString());
            json.writeNumberField("latencyMicros", answer.took().toNanos() / 1_000);
            PredictionJson.write(answer.prediction(), json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }
}
