package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.Moments;
import io.fieldloop.protocol.sketch.Sketch;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a {@link BehaviourReport}, and of a {@link Behaviour} by itself. */
final class Behaviours {
    private Behaviours() {}

    static void write(BehaviourReport report, JsonGenerator out) throws IOException {
        out.writeStringField("t", "behaviour");
        out.writeNumberField("id", report.id());
        out.writeStringField("stream", report.stream().value());
        Common.write(report.model(), out);
        out.writeNumberField("from", report.from().toEpochMilli());
        out.writeNumberField("to", report.to().toEpochMilli());
        if (report.lost() != 0) {
            out.writeNumberField("lost", report.lost());
        }
        write(report.behaviour(), out);
    }

    static void write(Behaviour behaviour, JsonGenerator out) throws IOException {
        write("scores", behaviour.scores(), out);
        write("micros", behaviour.latencyMicros(), out);
        out.writeArrayFieldStart("labels");
        for (String label : behaviour.classes().keySet()) {
            out.writeString(label);
        }
        out.writeEndArray();
        integers("counts", List.copyOf(behaviour.classes().values()), out);
        if (behaviour.embedding().isPresent()) {
            write(behaviour.embedding().get(), out);
        }
    }

    static BehaviourReport read(Fields fields) throws WireException {
        return new BehaviourReport(
                fields.integer("id"),
                new StreamName(fields.text("stream")),
                Common.model(fields),
                fields.instant("from"),
                fields.instant("to"),
                fields.has("lost") ? fields.count("lost") : 0,
                behaviour(fields));
    }

    static Behaviour behaviour(Fields fields) throws WireException {
        return new Behaviour(
                sketch(fields.map("scores")),
                sketch(fields.map("micros")),
                classes(fields.texts("labels"), fields.integers("counts")),
                fields.has("embedding") ? Optional.of(moments(fields.map("embedding"))) : Optional.empty());
    }

    private static void write(String name, Sketch sketch, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeNumberField("tiny", sketch.tiny());
        out.writeNumberField("first", sketch.first());
        integers("counts", sketch.counts(), out);
        out.writeEndObject();
    }

    private static Sketch sketch(Fields fields) throws WireException {
        return new Sketch(fields.integer("tiny"), fields.smallInteger("first"), fields.integers("counts"));
    }

    private static Map<String, Long> classes(List<String> labels, List<Long> counts) throws WireException {
        if (labels.size() != counts.size()) {
            throw WireException.unreadable("there are %d labels and %d counts".formatted(labels.size(), counts.size()));
        }
        Map<String, Long> classes = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            if (classes.put(labels.get(i), counts.get(i)) != null) {
                throw WireException.unreadable("a class stands twice");
            }
        }
        return classes;
    }

    private static void write(Moments moments, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("embedding");
        out.writeNumberField("count", moments.count());
        numbers("means", moments.means(), out);
        numbers("squares", moments.squares(), out);
        out.writeEndObject();
    }

    private static Moments moments(Fields fields) throws WireException {
        return new Moments(fields.integer("count"), fields.numbers("means"), fields.numbers("squares"));
    }

    private static void integers(String name, List<Long> values, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(name);
        for (long value : values) {
            out.writeNumber(value);
        }
        out.writeEndArray();
    }

    private static void numbers(String name, List<Double> values, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(name);
        for (double value : values) {
            out.writeNumber(value);
        }
        out.writeEndArray();
    }
}
