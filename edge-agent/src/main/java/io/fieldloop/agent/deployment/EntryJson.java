package io.fieldloop.agent.deployment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.deployment.DeploymentState.Downloading;
import io.fieldloop.agent.deployment.DeploymentState.Idle;
import io.fieldloop.agent.deployment.DeploymentState.RollingBack;
import io.fieldloop.agent.deployment.DeploymentState.Soaking;
import io.fieldloop.agent.deployment.DeploymentState.Trialling;
import io.fieldloop.agent.deployment.DeploymentState.Verifying;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.Offer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A journal's entry as JSON, schema version {@value #SCHEMA}. */
final class EntryJson {
    static final int SCHEMA = 1;

    private static final int MAX_TEXT = 64 << 10;
    private static final JsonFactory JSON = new JsonFactory();

    private EntryJson() {}

    static byte[] write(Journal.Entry entry) throws IOException {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(document)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField("state", name(entry.state()));
            writeVersions(json, entry.state().versions());
            writeState(json, entry.state());
            json.writeNumberField("starts", entry.starts());
            json.writeArrayFieldStart("unsent");
            for (DeploymentReport report : entry.unsent()) {
                writeReport(json, report);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return document.toByteArray();
    }

    private static String name(DeploymentState state) {
        return switch (state) {
            case Idle _ -> "idle";
            case Downloading _ -> "downloading";
            case Verifying _ -> "verifying";
            case Trialling _ -> "trialling";
            case Soaking _ -> "soaking";
            case RollingBack _ -> "rolling-back";
        };
    }

    private static void writeState(JsonGenerator json, DeploymentState state) throws IOException {
        switch (state) {
            case Idle(var _, var lastRejection) -> {
                if (lastRejection.isPresent()) {
                    writeRejection(json, lastRejection.get());
                }
            }
            case Downloading(var _, var offer) -> writeOffer(json, offer);
            case Verifying(var _, var offer) -> writeOffer(json, offer);
            case Trialling(var _, var offer) -> writeOffer(json, offer);
            case Soaking(var _, var offer) -> writeOffer(json, offer);
            case RollingBack(var _, var rejection) -> writeRejection(json, rejection);
        }
    }

    private static void writeVersions(JsonGenerator json, Versions versions) throws IOException {
        if (versions.active().isPresent()) {
            writeInstalled(json, "active", versions.active().get());
        }
        if (versions.previous().isPresent()) {
            writeInstalled(json, "previous", versions.previous().get());
        }
    }

    private static void writeInstalled(JsonGenerator json, String field, Installed version) throws IOException {
        json.writeObjectFieldStart(field);
        writeModel(json, version.model());
        json.writeStringField("manifest", version.manifest().hex());
        json.writeEndObject();
    }

    private static void writeModel(JsonGenerator json, ModelRef model) throws IOException {
        json.writeStringField("model", model.model().value());
        json.writeNumberField("version", model.version());
    }

    private static void writeOffer(JsonGenerator json, Offer offer) throws IOException {
        json.writeObjectFieldStart("offer");
        json.writeStringField("rollout", offer.rollout().toString());
        json.writeNumberField("attempt", offer.attempt());
        writeModel(json, offer.model());
        json.writeStringField("manifest", offer.manifest().hex());
        json.writeEndObject();
    }

    private static void writeRejection(JsonGenerator json, Rejection rejection) throws IOException {
        writeOffer(json, rejection.offer());
        writeFailure(json, rejection.failure());
    }

    private static void writeFailure(JsonGenerator json, Failure failure) throws IOException {
        json.writeObjectFieldStart("failure");
        json.writeStringField("code", failure.code().name());
        json.writeStringField("detail", failure.detail());
        json.writeEndObject();
    }

    private static void writeReport(JsonGenerator json, DeploymentReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("rollout", report.rollout().toString());
        json.writeNumberField("attempt", report.attempt());
        writeModel(json, report.model());
        json.writeStringField("stage", report.stage().name());
        if (report.failure().isPresent()) {
            writeFailure(json, report.failure().get());
        }
        json.writeNumberField("atMillis", report.at().toEpochMilli());
        json.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws MalformedJsonException that names the field, if it is no entry
     */
    static Journal.Entry read(byte[] document) throws MalformedJsonException {
        return JsonFields.read(document, MAX_TEXT).as(EntryJson::readEntry);
    }

    private static Journal.Entry readEntry(JsonFields json) throws MalformedJsonException {
        if (json.integer("schema") != SCHEMA) {
            throw new MalformedJsonException(
                    "schema %d is not known here, only %d".formatted(json.integer("schema"), SCHEMA));
        }
        return new Journal.Entry(
                readState(json), json.smallInteger("starts"), json.objects("unsent", EntryJson::readReport));
    }

    private static DeploymentState readState(JsonFields json) throws MalformedJsonException {
        Versions versions = new Versions(
                json.optionalObject("active", EntryJson::readInstalled),
                json.optionalObject("previous", EntryJson::readInstalled));
        return switch (json.text("state")) {
            case "idle" ->
                new Idle(versions, json.has("failure") ? Optional.of(readRejection(json)) : Optional.empty());
            case "downloading" -> new Downloading(versions, readOffer(json));
            case "verifying" -> new Verifying(versions, readOffer(json));
            case "trialling" -> new Trialling(versions, readOffer(json));
            case "soaking" -> new Soaking(versions, readOffer(json));
            case "rolling-back" -> new RollingBack(versions, readRejection(json));
            default -> throw new MalformedJsonException("state '%s' is not known".formatted(json.text("state")));
        };
    }

    private static Installed readInstalled(JsonFields json) throws MalformedJsonException {
        return new Installed(readModel(json), new Sha256(json.text("manifest")));
    }

    private static ModelRef readModel(JsonFields json) throws MalformedJsonException {
        return ModelRef.of(json.text("model"), json.smallInteger("version"));
    }

    private static Offer readOffer(JsonFields json) throws MalformedJsonException {
        return json.object(
                "offer",
                offer -> new Offer(
                        RolloutId.of(offer.text("rollout")),
                        offer.smallInteger("attempt"),
                        readModel(offer),
                        new Sha256(offer.text("manifest"))));
    }

    private static Rejection readRejection(JsonFields json) throws MalformedJsonException {
        return new Rejection(readOffer(json), json.object("failure", EntryJson::readFailure));
    }

    private static Failure readFailure(JsonFields json) throws MalformedJsonException {
        return new Failure(FailureCode.valueOf(json.text("code")), json.text("detail"));
    }

    private static DeploymentReport readReport(JsonFields report) throws MalformedJsonException {
        return new DeploymentReport(
                RolloutId.of(report.text("rollout")),
                report.smallInteger("attempt"),
                readModel(report),
                Stage.valueOf(report.text("stage")),
                report.optionalObject("failure", EntryJson::readFailure),
                Instant.ofEpochMilli(report.integer("atMillis")));
    }
}
