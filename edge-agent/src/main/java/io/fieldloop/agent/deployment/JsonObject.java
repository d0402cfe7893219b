package io.fieldloop.agent.deployment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a JSON object that was read, by type. A field that is missing, or is of another type, is an
 * {@link IllegalArgumentException} that names it.
 */
public record JsonObject(Map<String, Object> fields) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(64 << 10)
                    .maxNameLength(256)
                    .maxNumberLength(32)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Writes JSON as it is read here. */
    public static JsonFactory factory() {
        return JSON;
    }

    /**
     * Reads one object and nothing after it.
     *
     * @throws IOException if the bytes are no JSON object, or nested too deep
     */
    public static JsonObject read(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "must start with an object");
            }
            JsonObject object = object(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "must end after its object");
            }
            return object;
        }
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            fields.put(name, value(parser, parser.nextToken()));
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new JsonParseException(parser, "object is cut off");
        }
        return new JsonObject(fields);
    }

    // Anything but an object, a list, a text or a whole number is kept as its text, for an error that shows it.
    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            return object(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> items = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                items.add(value(parser, next));
            }
            return items;
        }
        return token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : parser.getText();
    }

    /** Whether there is such a field. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A text. */
    public String text(String name) {
        return require(name, String.class);
    }

    /** A whole number. */
    public long integer(String name) {
        return require(name, Long.class);
    }

    int smallInteger(String name) {
        return Math.toIntExact(integer(name));
    }

    JsonObject object(String name) {
        return require(name, JsonObject.class);
    }

    Optional<JsonObject> optionalObject(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            objects.add(as(name, item, JsonObject.class));
        }
        return objects;
    }

    private <T> T require(String name, Class<T> type) {
        Object value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("field '" + name + "' is missing");
        }
        return as(name, value, type);
    }

    private static <T> T as(String name, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("field '%s' is a %s, not a %s"
                    .formatted(name, value.getClass().getSimpleName(), type.getSimpleName()));
        }
        return type.cast(value);
    }
}
