package io.fieldloop.models.pack;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one JSON object, by type. What is missing or of another type is named by its path, such as
 * {@code variants[0].file.sha256}.
 */
final class JsonFields {
    private final String path;
    private final Map<String, Object> entries;

    JsonFields(String path, Map<String, Object> entries) {
        this.path = path;
        this.entries = entries;
    }

    /** Makes something of an object; what it throws is reported with the path of the object. */
    @FunctionalInterface
    interface Reader<T> {
        T read(JsonFields fields) throws MalformedJsonException;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    String text(String name) throws MalformedJsonException {
        return require(name, String.class);
    }

    Optional<String> optionalText(String name) throws MalformedJsonException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    long integer(String name) throws MalformedJsonException {
        return require(name, Long.class);
    }

    int smallInteger(String name) throws MalformedJsonException {
        return small(name, integer(name));
    }

    double number(String name) throws MalformedJsonException {
        return real(name, require(name, Object.class));
    }

    boolean flag(String name) throws MalformedJsonException {
        return require(name, Boolean.class);
    }

    /** RFC 3339 in UTC. */
    Instant instant(String name) throws MalformedJsonException {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedJsonException(
                    "field '%s' is no time such as 2026-01-31T12:00:00Z".formatted(path(name)), e);
        }
    }

    /** A constant, in lower case with dashes. */
    <E extends Enum<E>> E constant(String name, Class<E> type) throws MalformedJsonException {
        String text = text(name);
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
            known.add(word(constant));
        }
        throw new MalformedJsonException(
                "field '%s' is '%s', which is none of %s".formatted(path(name), shortened(text), known));
    }

    /** How a constant is written. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    <T> T object(String name, Reader<T> reader) throws MalformedJsonException {
        return read(path(name), require(name, Map.class), reader);
    }

    <T> List<T> objects(String name, Reader<T> reader) throws MalformedJsonException {
        List<T> read = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            String itemPath = path(name) + "[" + read.size() + "]";
            read.add(read(itemPath, as(itemPath, item, Map.class), reader));
        }
        return read;
    }

    List<String> texts(String name) throws MalformedJsonException {
        List<String> read = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            read.add(as(path(name), item, String.class));
        }
        return read;
    }

    List<Double> numbers(String name) throws MalformedJsonException {
        List<Double> read = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            read.add(real(name, item));
        }
        return read;
    }

    List<Integer> smallIntegers(String name) throws MalformedJsonException {
        List<Integer> read = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            read.add(small(name, as(path(name), item, Long.class)));
        }
        return read;
    }

    /** Makes the whole of something. */
    <T> T as(Reader<T> reader) throws MalformedJsonException {
        try {
            return reader.read(this);
        } catch (IllegalArgumentException e) {
            String where = path.isEmpty() ? "" : "field '" + path + "': ";
            throw new MalformedJsonException(where + shortened(String.valueOf(e.getMessage())), e);
        }
    }

    // The parser makes only maps with texts as keys.
    @SuppressWarnings("unchecked")
    private static <T> T read(String path, Map<?, ?> entries, Reader<T> reader) throws MalformedJsonException {
        return new JsonFields(path, (Map<String, Object>) entries).as(reader);
    }

    private double real(String name, Object value) throws MalformedJsonException {
        return value instanceof Long whole ? whole : as(path(name), value, Double.class);
    }

    private int small(String name, long value) throws MalformedJsonException {
        if (value != (int) value) {
            throw new MalformedJsonException("field '" + path(name) + "' is beyond 32 bits");
        }
        return (int) value;
    }

    private <T> T require(String name, Class<T> type) throws MalformedJsonException {
        Object value = entries.get(name);
        if (value == null) {
            throw new MalformedJsonException("field '" + path(name) + "' is missing");
        }
        return as(path(name), value, type);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static <T> T as(String path, Object value, Class<T> type) throws MalformedJsonException {
        if (!type.isInstance(value)) {
            throw new MalformedJsonException(
                    "field '%s' is %s, but should be %s".formatted(path, kind(value.getClass()), kind(type)));
        }
        return type.cast(value);
    }

    private static String kind(Class<?> type) {
        if (Map.class.isAssignableFrom(type)) {
            return "an object";
        }
        if (List.class.isAssignableFrom(type)) {
            return "a list";
        }
        return switch (type.getSimpleName()) {
            case "String" -> "a text";
            case "Boolean" -> "true or false";
            case "Long" -> "a whole number";
            default -> "a number";
        };
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
