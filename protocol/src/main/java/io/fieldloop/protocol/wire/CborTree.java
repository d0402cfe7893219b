package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.FailureCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads CBOR into maps, lists and scalars within bounds of depth, number and size, so that the readers of messages need
 * not fear their input. Scalars are {@link String}, {@link Long}, {@link Double}, {@link Boolean} and {@link Bytes}.
 */
final class CborTree {
    private static final int MAX_DEPTH = 12;
    private static final int MAX_NODES = 50_000;
    private static final int MAX_TEXT = 4_096;
    private static final int MAX_NAME = 64;

    private static final CBORFactory CBOR = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(32)
                    .build())
            .build();

    private final JsonParser parser;
    private int nodes;

    private CborTree(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads one map that fills {@code encoded}.
     *
     * @throws WireException if it is anything else, or exceeds a bound
     */
    static Fields read(byte[] encoded) throws WireException {
        try (JsonParser parser = CBOR.createParser(encoded)) {
            parser.nextToken();
            var fields = new CborTree(parser).map();
            if (parser.nextToken() != null) {
                throw WireException.unreadable("there are bytes after the message");
            }
            return fields;
        } catch (IOException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new WireException(FailureCode.MESSAGE_UNREADABLE, "not CBOR: " + firstLine(e), e);
        }
    }

    private Fields map() throws IOException, WireException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw WireException.unreadable("a map was expected");
        }
        Map<String, Object> entries = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (parser.currentToken() != JsonToken.FIELD_NAME) {
                throw WireException.unreadable("the message is cut off");
            }
            String name = parser.currentName();
            parser.nextToken();
            if (entries.put(name, value()) != null) {
                throw WireException.unreadable("field '" + name + "' stands twice");
            }
        }
        return new Fields(entries);
    }

    private List<Object> list() throws IOException, WireException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return items;
    }

    private Object value() throws IOException, WireException {
        if (++nodes > MAX_NODES) {
            throw WireException.unreadable("more than " + MAX_NODES + " values");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> map();
            case START_ARRAY -> list();
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_EMBEDDED_OBJECT -> Bytes.wrap(parser.getBinaryValue());
            case VALUE_NULL -> throw WireException.unreadable("null is not used; a field is absent instead");
            case null, default -> throw WireException.unreadable("the message is cut off");
        };
    }

    private long integer() throws IOException, WireException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
                throw WireException.unreadable("a number is beyond 64 bits");
        };
    }

    private static double finite(double number) throws WireException {
        if (!Double.isFinite(number)) {
            throw WireException.unreadable("a number is not finite");
        }
        return number;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
