package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.message.CaptureReport;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Serving;
import io.fieldloop.protocol.message.StreamCapture;
import io.fieldloop.protocol.message.Vitals;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of {@link DeviceMessage}s. */
final class DeviceMessages {
    private DeviceMessages() {}

    static void write(DeviceMessage message, JsonGenerator out) throws IOException {
        switch (message) {
            case Hello hello -> write(hello, out);
            case DeviceState state -> write(state, out);
            case SampleBatch batch -> Samples.write(batch, out);
            case LedgerReport ledger -> write(ledger, out);
            case Vitals vitals -> write(vitals, out);
            case BehaviourReport report -> Behaviours.write(report, out);
            case DeploymentReport report -> write(report, out);
        }
    }

    static DeviceMessage read(Fields fields) throws WireException {
        String type = fields.text("t");
        return switch (type) {
            case "hello" -> hello(fields);
            case "state" -> state(fields);
            case "samples" -> Samples.read(fields);
            case "ledger" -> ledger(fields);
            case "vitals" -> vitals(fields);
            case "behaviour" -> Behaviours.read(fields);
            case "deployment" -> deployment(fields);
            default -> throw WireException.unreadable("'" + type + "' is no message of a device");
        };
    }

    private static void write(Hello hello, JsonGenerator out) throws IOException {
        out.writeStringField("t", "hello");
        out.writeStringField("agent", hello.agentVersion());
        out.writeStringField("os", hello.operatingSystem());
        out.writeStringField("arch", hello.architecture());
        out.writeArrayFieldStart("runtimes");
        for (String runtime : hello.runtimes()) {
            out.writeString(runtime);
        }
        out.writeEndArray();
        out.writeNumberField("started", hello.startedAt().toEpochMilli());
        Common.write(hello.uptime(), out);
    }

    private static Hello hello(Fields fields) throws WireException {
        return new Hello(
                fields.text("agent"),
                fields.text("os"),
                fields.text("arch"),
                fields.texts("runtimes"),
                fields.instant("started"),
                Common.uptime(fields));
    }

    private static void write(DeviceState state, JsonGenerator out) throws IOException {
        out.writeStringField("t", "state");
        out.writeBooleanField("online", state.online());
        out.writeNumberField("at", state.at().toEpochMilli());
        out.writeArrayFieldStart("serving");
        for (Serving serving : state.serving()) {
            out.writeStartObject();
            out.writeStringField("stream", serving.stream().value());
            Common.write(serving.model(), out);
            out.writeStringField("variant", serving.variant());
            out.writeStringField("accelerator", serving.accelerator());
            if (serving.placement().isPresent()) {
                out.writeBinaryField("placement", serving.placement().get().toArray());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        if (state.capture().isPresent()) {
            write(state.capture().get(), out);
        }
        if (!state.capturing().isEmpty()) {
            out.writeArrayFieldStart("capturing");
            for (StreamCapture each : state.capturing()) {
                write(each, out);
            }
            out.writeEndArray();
        }
    }

    private static void write(StreamCapture capturing, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("stream", capturing.stream().value());
        out.writeArrayFieldStart("rules");
        for (String rule : capturing.rules()) {
            out.writeString(rule);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(CaptureReport capture, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("capture");
        out.writeNumberField("revision", capture.revision());
        if (capture.refusal().isPresent()) {
            out.writeStringField("refusal", capture.refusal().get());
        }
        out.writeEndObject();
    }

    private static DeviceState state(Fields fields) throws WireException {
        return new DeviceState(
                fields.flag("online"),
                fields.instant("at"),
                fields.maps("serving", DeviceMessages::serving),
                fields.has("capture") ? Optional.of(capture(fields.map("capture"))) : Optional.empty(),
                fields.has("capturing") ? fields.maps("capturing", DeviceMessages::capturing) : List.of());
    }

    private static StreamCapture capturing(Fields fields) throws WireException {
        return new StreamCapture(new StreamName(fields.text("stream")), fields.texts("rules"));
    }

    private static CaptureReport capture(Fields fields) throws WireException {
        return new CaptureReport(
                fields.integer("revision"),
                fields.has("refusal") ? Optional.of(fields.text("refusal")) : Optional.empty());
    }

    private static Serving serving(Fields fields) throws WireException {
        return new Serving(
                new StreamName(fields.text("stream")),
                Common.model(fields),
                fields.text("variant"),
                fields.text("accelerator"),
                fields.has("placement") ? Optional.of(fields.bytes("placement")) : Optional.empty());
    }

    private static void write(LedgerReport ledger, JsonGenerator out) throws IOException {
        out.writeStringField("t", "ledger");
        out.writeNumberField("epoch", ledger.epoch());
        out.writeArrayFieldStart("streams");
        for (LedgerReport.Account account : ledger.streams()) {
            out.writeStartObject();
            out.writeStringField("stream", account.stream().value());
            out.writeNumberField("captured", account.captured());
            out.writeNumberField("acknowledged", account.acknowledged());
            out.writeNumberField("queued", account.queued());
            out.writeObjectFieldStart("evicted");
            for (var evicted : account.evicted().entrySet()) {
                out.writeNumberField(evicted.getKey().name(), evicted.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static LedgerReport ledger(Fields fields) throws WireException {
        return new LedgerReport(fields.integer("epoch"), fields.maps("streams", DeviceMessages::account));
    }

    private static LedgerReport.Account account(Fields fields) throws WireException {
        Fields counts = fields.map("evicted");
        Map<EvictionReason, Long> evicted = new EnumMap<>(EvictionReason.class);
        for (String reason : counts.entries().keySet()) {
            evicted.put(Fields.constantOf(reason, EvictionReason.class), counts.count(reason));
        }
        return new LedgerReport.Account(
                new StreamName(fields.text("stream")),
                fields.count("captured"),
                fields.count("acknowledged"),
                fields.count("queued"),
                evicted);
    }

    private static void write(Vitals vitals, JsonGenerator out) throws IOException {
        out.writeStringField("t", "vitals");
        out.writeNumberField("at", vitals.at().toEpochMilli());
        out.writeNumberField("inferences", vitals.inferences());
        out.writeNumberField("skipped", vitals.skipped());
        out.writeNumberField("failed", vitals.failed());
        out.writeNumberField("p50", vitals.latencyP50Micros());
        out.writeNumberField("p95", vitals.latencyP95Micros());
        out.writeNumberField("resident", vitals.residentBytes());
        out.writeNumberField("outbox", vitals.outboxBytes());
        out.writeNumberField("sent", vitals.bytesSent());
        out.writeNumberField("received", vitals.bytesReceived());
        if (vitals.suppressed() != 0) {
            out.writeNumberField("suppressed", vitals.suppressed());
        }
        Traffic.write(vitals.traffic(), out);
        Shadows.write(vitals.shadows(), out);
        Common.write(vitals.uptime(), out);
    }

    private static Vitals vitals(Fields fields) throws WireException {
        return new Vitals(
                fields.instant("at"),
                fields.count("inferences"),
                fields.count("skipped"),
                fields.count("failed"),
                fields.count("p50"),
                fields.count("p95"),
                fields.count("resident"),
                fields.count("outbox"),
                fields.count("sent"),
                fields.count("received"),
                fields.has("suppressed") ? fields.count("suppressed") : 0,
                Traffic.read(fields),
                Shadows.read(fields),
                Common.uptime(fields));
    }

    private static void write(DeploymentReport report, JsonGenerator out) throws IOException {
        out.writeStringField("t", "deployment");
        Common.write(report.rollout(), out);
        out.writeNumberField("attempt", report.attempt());
        Common.write(report.model(), out);
        out.writeStringField("stage", report.stage().name());
        if (report.failure().isPresent()) {
            Failure failure = report.failure().get();
            out.writeObjectFieldStart("failure");
            out.writeStringField("code", failure.code().name());
            out.writeStringField("detail", failure.detail());
            out.writeEndObject();
        }
        out.writeNumberField("at", report.at().toEpochMilli());
    }

    private static DeploymentReport deployment(Fields fields) throws WireException {
        return new DeploymentReport(
                Common.rollout(fields),
                fields.smallInteger("attempt"),
                Common.model(fields),
                fields.constant("stage", DeploymentReport.Stage.class),
                fields.has("failure") ? Optional.of(failure(fields.map("failure"))) : Optional.empty(),
                fields.instant("at"));
    }

    private static Failure failure(Fields fields) throws WireException {
        return new Failure(fields.constant("code", FailureCode.class), fields.text("detail"));
    }
}
