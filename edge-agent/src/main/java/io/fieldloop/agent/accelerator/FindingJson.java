package io.fieldloop.agent.accelerator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.models.placement.PlacementJson;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import java.io.IOException;
import java.util.OptionalLong;

/** Findings as the fields of a JSON object. */
public final class FindingJson {
    private FindingJson() {}

    /** Writes the fields into the object that is open. */
    public static void write(Finding finding, JsonGenerator json) throws IOException {
        switch (finding) {
            case Fit fit -> write(fit, json);
            case Unfit(var failure) -> write(failure, json);
        }
    }

    static void write(Failure failure, JsonGenerator json) throws IOException {
        json.writeStringField("code", failure.code().name());
        json.writeStringField("detail", failure.detail());
    }

    private static void write(Fit fit, JsonGenerator json) throws IOException {
        json.writeNumberField("medianMicros", fit.medianMicros());
        json.writeNumberField("p95Micros", fit.p95Micros());
        if (fit.microjoules().isPresent()) {
            json.writeNumberField("microjoules", fit.microjoules().getAsLong());
        }
        json.writeNumberField("residentBytes", fit.residentBytes());
        json.writeNumberField("distance", fit.distance());
        PlacementJson.write(fit.placement(), json);
    }

    /**
     * Reads what was written.
     *
     * @throws MalformedJsonException if it is something else
     */
    public static Finding read(JsonFields fields) throws MalformedJsonException {
        return fields.has("code") ? new Unfit(failure(fields)) : fit(fields);
    }

    static Failure failure(JsonFields fields) throws MalformedJsonException {
        return new Failure(FailureCode.valueOf(fields.text("code")), fields.text("detail"));
    }

    static Fit fit(JsonFields fields) throws MalformedJsonException {
        return new Fit(
                fields.integer("medianMicros"),
                fields.integer("p95Micros"),
                fields.has("microjoules") ? OptionalLong.of(fields.integer("microjoules")) : OptionalLong.empty(),
                fields.integer("residentBytes"),
                fields.number("distance"),
                PlacementJson.placement(fields));
    }
}
