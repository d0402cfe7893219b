package io.fieldloop.models.runtime.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.fieldloop.models.runtime.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads the profile that ONNX Runtime writes: a list of events in the form of Chrome's tracing, of which those that end in
 * {@code _kernel_time} tell of one operator each, with {@code op_name} and {@code provider} among their arguments.
 *
 * @param provider the accelerator's name in the profile
 * @param accelerator its name here
 */
record OnnxProfile(String provider, String accelerator) {
    private static final String CPU_PROVIDER = "CPUExecutionProvider";
    private static final String KERNEL = "_kernel_time";
    private static final long MAX_BYTES = 256L << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxDocumentLength(MAX_BYTES)
                    .build())
            .build();

    /** An event, as far as it matters. */
    private record Event(String name, String operator, String provider) {
        boolean isKernel() {
            return name.endsWith(KERNEL) && !operator.isEmpty() && !provider.isEmpty();
        }
    }

    /**
     * Reads a profile. An operator that ran several times counts once.
     *
     * @throws IOException if it cannot be read, or is no profile
     */
    Placement read(Path file) throws IOException {
        Map<String, Map<String, Integer>> operators = new HashMap<>();
        Set<Event> seen = new HashSet<>();
        try (JsonParser parser = JSON.createParser(Files.newInputStream(file))) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("the profile is no list of events");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Event event = event(parser);
                if (event.isKernel() && seen.add(event)) {
                    operators
                            .computeIfAbsent(where(event.provider()), _ -> new HashMap<>())
                            .merge(event.operator(), 1, Integer::sum);
                }
            }
        }
        return new Placement(operators);
    }

    private String where(String name) {
        if (name.equals(provider)) {
            return accelerator;
        }
        return name.equals(CPU_PROVIDER) ? "cpu" : name;
    }

    /** From the start of an object to its end. */
    private static Event event(JsonParser parser) throws IOException {
        String name = "";
        Event arguments = new Event("", "", "");
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (field.equals("name")) {
                name = parser.getText();
            } else if (field.equals("args") && value == JsonToken.START_OBJECT) {
                arguments = arguments(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new Event(name, arguments.operator(), arguments.provider());
    }

    private static Event arguments(JsonParser parser) throws IOException {
        String operator = "";
        String provider = "";
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (field.equals("op_name")) {
                operator = parser.getText();
            } else if (field.equals("provider")) {
                provider = parser.getText();
            } else if (value != null) {
                parser.skipChildren();
            }
        }
        return new Event("", operator, provider);
    }
}
