package io.fieldloop.agent.deployment.trial;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.deployment.Trial.Verdict;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The one line by which a trial says how it ended. Native libraries may print lines of their own around it. */
final class VerdictLine {
    private static final String MARK = "TRIAL ";
    private static final int MAX_TEXT = 64 << 10;
    private static final JsonFactory JSON = new JsonFactory();

    private VerdictLine() {}

    static String write(Verdict verdict) throws IOException {
        StringWriter line = new StringWriter().append(MARK);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            switch (verdict) {
                case Verdict.Passed(var latencyMicros, var residentBytes) -> {
                    json.writeNumberField("latencyMicros", latencyMicros);
                    json.writeNumberField("residentBytes", residentBytes);
                }
                case Verdict.Failed(var failure) -> {
                    json.writeStringField("code", failure.code().name());
                    json.writeStringField("detail", failure.detail());
                }
            }
            json.writeEndObject();
        }
        return line.toString();
    }

    /** Finds the line in what a process printed; empty when there is none that makes sense. */
    static Optional<Verdict> find(String printed) {
        List<String> lines =
                printed.lines().filter(line -> line.startsWith(MARK)).toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(lines.getLast().substring(MARK.length())));
        } catch (MalformedJsonException _) {
            return Optional.empty();
        }
    }

    private static Verdict read(String json) throws MalformedJsonException {
        return JsonFields.read(json.getBytes(StandardCharsets.UTF_8), MAX_TEXT).as(VerdictLine::verdict);
    }

    private static Verdict verdict(JsonFields line) throws MalformedJsonException {
        return line.has("code")
                ? new Verdict.Failed(new Failure(FailureCode.valueOf(line.text("code")), line.text("detail")))
                : new Verdict.Passed(line.integer("latencyMicros"), line.integer("residentBytes"));
    }
}
