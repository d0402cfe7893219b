package io.fieldloop.hub.database;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes and reads columns of type {@code jsonb}; statements cast the text: {@code :labels::jsonb}. Thread-safe. */
@Singleton
public final class JsonColumns {
    private final JsonMapper json;

    JsonColumns(JsonMapper json) {
        this.json = json;
    }

    /** What to bind. */
    public String text(Object value) {
        try {
            return new String(json.writeValueAsBytes(value), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** An object of a column. */
    public <T> T read(String column, Class<T> type) {
        return read(column, Argument.of(type));
    }

    /** A list of objects of a column. */
    public <T> List<T> readList(String column, Class<T> element) {
        return read(column, Argument.listOf(element));
    }

    /** A map by names of a column. */
    public <T> Map<String, T> readMap(String column, Class<T> value) {
        return read(column, Argument.mapOf(String.class, value));
    }

    private <T> T read(String column, Argument<T> type) {
        try {
            return json.readValue(column, type);
        } catch (IOException e) {
            throw new UncheckedIOException("the database holds JSON of another shape than " + type, e);
        }
    }
}
