package io.fieldloop.agent.serve;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** Steps through JSON from outside: bounded in depth, names and numbers, and each key once. */
final class JsonBody {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_LENGTH = 400;
    private static final int MAX_NAME_LENGTH = 256;

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonBody() {}

    static JsonParser parser(byte[] json, int from) throws IOException {
        return FACTORY.createParser(json, from, json.length - from);
    }

    static ApiException malformed(IOException cause) {
        String detail = cause instanceof JacksonException json ? json.getOriginalMessage() : cause.getMessage();
        return ApiException.wrong("the request is not JSON as expected: %s", detail);
    }

    /** Visits the fields of an object; the parser stands at the value, and must stand at its end afterwards. */
    static void fields(JsonParser parser, FieldReader reader) throws IOException, ApiException {
        if (parser.currentToken() == null) {
            parser.nextToken();
        }
        require(parser, JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            reader.read(key);
        }
    }

    static void items(JsonParser parser, int atMost, ItemReader reader) throws IOException, ApiException {
        require(parser, JsonToken.START_ARRAY, "an array");
        for (int count = 0; parser.nextToken() != JsonToken.END_ARRAY; count++) {
            if (count == atMost) {
                throw ApiException.wrong("'%s' has more than %d items", parser.currentName(), atMost);
            }
            reader.read();
        }
    }

    static String text(JsonParser parser, String key) throws IOException, ApiException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw ApiException.wrong("'%s' must be a string", key);
        }
        return parser.getText();
    }

    static boolean flag(JsonParser parser, String key) throws ApiException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw ApiException.wrong("'%s' must be true or false", key);
        };
    }

    /** 0 or more. */
    static long wholeNumber(JsonParser parser, String key) throws IOException, ApiException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getLongValue() < 0) {
            throw ApiException.wrong("'%s' must be a whole number that is not negative", key);
        }
        return parser.getLongValue();
    }

    private static void require(JsonParser parser, JsonToken expected, String name) throws ApiException {
        if (parser.currentToken() != expected) {
            throw ApiException.wrong(
                    "expected %s at %s", name, parser.currentTokenLocation().offsetDescription());
        }
    }

    @FunctionalInterface
    interface FieldReader {
        void read(String key) throws IOException, ApiException;
    }

    @FunctionalInterface
    interface ItemReader {
        void read() throws IOException, ApiException;
    }
}
