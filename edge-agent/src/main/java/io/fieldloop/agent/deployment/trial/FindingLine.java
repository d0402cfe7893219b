package io.fieldloop.agent.deployment.trial;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.agent.accelerator.FindingJson;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The one line by which a trial says how it ended. Native libraries may print lines of their own around it. */
final class FindingLine {
    private static final String MARK = "TRIAL ";
    private static final int MAX_TEXT = 64 << 10;
    private static final JsonFactory JSON = new JsonFactory();

    private FindingLine() {}

    static String write(Finding finding) throws IOException {
        StringWriter line = new StringWriter().append(MARK);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            FindingJson.write(finding, json);
            json.writeEndObject();
        }
        return line.toString();
    }

    /** Finds the line in what a process printed; empty when there is none that makes sense. */
    static Optional<Finding> find(String printed) {
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

    private static Finding read(String json) throws MalformedJsonException {
        return JsonFields.read(json.getBytes(StandardCharsets.UTF_8), MAX_TEXT).as(FindingJson::read);
    }
}
