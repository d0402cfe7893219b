package io.fieldloop.models.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, each asked for by name and type. Text, whole numbers, lists and objects are all that manifests need. */
final class JsonFields {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> values;

    private JsonFields(Map<String, Object> values) {
        this.values = values;
    }

    /** Reads a document that is one object. */
    static JsonFields object(InputStream document) throws IOException {
        if (read(document) instanceof JsonFields fields) {
            return fields;
        }
        throw new IOException("the document must be an object");
    }

    /** Reads a document that is one list of texts. */
    static List<String> texts(InputStream document) throws IOException {
        return list(String.class, "the document", read(document));
    }

    private static Object read(InputStream document) throws IOException {
        try (JsonParser parser = JSON.createParser(document)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        @Nullable JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> fields(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case null, default -> throw new IOException("not a text, number, list or object: " + token);
        };
    }

    private static JsonFields fields(JsonParser parser) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (values.put(name, value(parser)) != null) {
                throw new IOException("the field " + name + " stands twice");
            }
        }
        return new JsonFields(values);
    }

    private static List<Object> elements(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    String text(String field) throws IOException {
        return as(String.class, field, values.get(field));
    }

    long whole(String field) throws IOException {
        return as(Long.class, field, values.get(field));
    }

    /** Like {@link #whole(String)}, with what an absent field means. */
    long whole(String field, long absent) throws IOException {
        return values.containsKey(field) ? whole(field) : absent;
    }

    double real(String field) throws IOException {
        return as(Double.class, field, values.get(field));
    }

    JsonFields object(String field) throws IOException {
        return as(JsonFields.class, field, values.get(field));
    }

    List<String> texts(String field) throws IOException {
        return list(String.class, field, values.get(field));
    }

    List<JsonFields> objects(String field) throws IOException {
        return list(JsonFields.class, field, values.get(field));
    }

    private static <T> List<T> list(Class<T> type, String field, @Nullable Object value) throws IOException {
        List<T> list = new ArrayList<>();
        for (Object element : as(List.class, field, value)) {
            list.add(as(type, field, element));
        }
        return list;
    }

    private static <T> T as(Class<T> type, String field, @Nullable Object value) throws IOException {
        if (!type.isInstance(value)) {
            throw new IOException(field + " must be a " + type.getSimpleName() + ", but is " + value);
        }
        return type.cast(value);
    }
}
