package io.fieldloop.agent.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.capture.CaptureRule;
import io.fieldloop.agent.capture.CaptureRule.Anomaly;
import io.fieldloop.agent.capture.CaptureRule.Around;
import io.fieldloop.agent.capture.CaptureRule.Drift;
import io.fieldloop.agent.capture.CaptureRule.Every;
import io.fieldloop.agent.capture.CaptureRule.Flicker;
import io.fieldloop.agent.capture.CaptureRule.HighEntropy;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.Novelty;
import io.fieldloop.agent.capture.CaptureRule.OnRequest;
import io.fieldloop.agent.capture.CaptureRule.Outlier;
import io.fieldloop.agent.capture.CaptureRule.Quota;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.agent.capture.CaptureRule.RareClass;
import io.fieldloop.agent.capture.CaptureRule.Shadow;
import io.fieldloop.agent.capture.CaptureRule.SmallMargin;
import io.fieldloop.models.json.JsonFields;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Writes capture rules as {@link CaptureReader} reads them. */
public final class RuleJson {
    private static final JsonFactory JSON = new JsonFactory();

    private RuleJson() {}

    /** A rule as an object of JSON, which is YAML too. */
    public static String of(CaptureRule rule) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("rule", rule.name());
            write(rule, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text has no end", e);
        }
        return text.toString();
    }

    private static void write(CaptureRule rule, JsonGenerator json) throws IOException {
        switch (rule) {
            case RandomShare(var share) -> json.writeNumberField("share", share);
            case Every(var every) -> write("every", every, json);
            case LowConfidence(var below) -> json.writeNumberField("below", below);
            case SmallMargin(var below) -> json.writeNumberField("below", below);
            case HighEntropy(var above) -> json.writeNumberField("above", above);
            case Quota quota -> write(quota, json);
            case RareClass(var below) -> json.writeNumberField("below", below);
            case Flicker(var above) -> json.writeNumberField("above", above);
            case Shadow shadow -> write(shadow, json);
            case Novelty(var output, var beyond) -> {
                write("output", output, json);
                json.writeNumberField("beyond", beyond);
            }
            case Drift(var above, var answers) -> {
                json.writeNumberField("above", above);
                json.writeNumberField("answers", answers);
            }
            case Anomaly(var series, var beyond) -> {
                json.writeStringField("series", JsonFields.word(series));
                json.writeNumberField("beyond", beyond);
            }
            case Outlier(var column, var beyond) -> {
                json.writeStringField("column", column);
                json.writeNumberField("beyond", beyond);
            }
            case OnRequest request -> write(request, json);
            case Around around -> write(around, json);
        }
    }

    private static void write(Quota quota, JsonGenerator json) throws IOException {
        write("label", quota.label(), json);
        json.writeNumberField("at-most", quota.atMost());
        write("per", quota.per(), json);
    }

    private static void write(Shadow shadow, JsonGenerator json) throws IOException {
        json.writeStringField("model", shadow.model().value());
        json.writeNumberField("one-in", shadow.oneIn());
        json.writeNumberField("above", shadow.above());
    }

    private static void write(OnRequest request, JsonGenerator json) throws IOException {
        json.writeStringField("request", request.request());
        write("label", request.label(), json);
        json.writeNumberField("next", request.next());
    }

    private static void write(Around around, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("of");
        for (String rule : around.of()) {
            json.writeString(rule);
        }
        json.writeEndArray();
        write("before", around.before(), json);
        write("after", around.after(), json);
        json.writeStringField("max-bytes", new ByteSize(around.maxBytes()).toString());
    }

    private static void write(String key, Duration duration, JsonGenerator json) throws IOException {
        json.writeStringField(key, Durations.format(duration));
    }

    private static void write(String key, Optional<String> text, JsonGenerator json) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(key, text.get());
        }
    }
}
