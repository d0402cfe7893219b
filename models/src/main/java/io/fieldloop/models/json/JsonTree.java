package io.fieldloop.models.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON into maps, lists and scalars within bounds of depth, number and length, so that the readers of documents need
 * not fear their input. Scalars are {@link String}, {@link Long}, {@link Double} and {@link Boolean}.
 */
final class JsonTree {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NODES = 200_000;
    private static final int MAX_NAME = 64;
    private static final int MAX_NUMBER = 32;

    private final JsonParser parser;
    private int nodes;

    private JsonTree(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads one object that fills {@code json}.
     *
     * @param maxText the longest text, in characters
     * @throws MalformedJsonException if it is anything else, or exceeds a bound
     */
    static JsonFields read(byte[] json, int maxText) throws MalformedJsonException {
        try (JsonParser parser = factory(maxText).createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedJsonException("a JSON object was expected");
            }
            var fields = new JsonFields("", new JsonTree(parser).object());
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("something follows after the JSON object");
            }
            return fields;
        } catch (MalformedJsonException e) {
            throw e;
        } catch (IOException e) {
            throw new MalformedJsonException("not JSON: " + firstLine(e), e);
        }
    }

    private static JsonFactory factory(int maxText) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(maxText)
                        .maxNameLength(MAX_NAME)
                        .maxNumberLength(MAX_NUMBER)
                        .build())
                .build();
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> entries = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            entries.put(name, value());
        }
        return entries;
    }

    private List<Object> list() throws IOException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return items;
    }

    private Object value() throws IOException {
        if (++nodes > MAX_NODES) {
            throw new MalformedJsonException("more than " + MAX_NODES + " values");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> throw new MalformedJsonException("null is not used; a field is absent instead");
            case null, default -> throw new MalformedJsonException("the JSON is cut off");
        };
    }

    private long integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
                throw new MalformedJsonException("a number is beyond 64 bits");
        };
    }

    private static double finite(double number) throws MalformedJsonException {
        if (!Double.isFinite(number)) {
            throw new MalformedJsonException("a number is not finite");
        }
        return number;
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
