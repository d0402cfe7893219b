package io.fieldloop.models.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one JSON object, by type. What is missing or of another type is named by its path, such as
 * {@code variants[0].file.sha256}.
 */
public final class JsonFields {
    private final String path;
    private final Map<String, Object> entries;

    JsonFields(String path, Map<String, Object> entries) {
        this.path = path;
        this.entries = entries;
    }

    /** Makes something of an object; what it throws is reported with the path of the object. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads the fields that it needs. */
        T read(JsonFields fields) throws MalformedJsonException;
    }

    /**
     * Reads one object that fills {@code json}; whoever has the bytes has bounded their number.
     *
     * @param maxText the longest text, in characters
     * @throws MalformedJsonException if it is anything else, or exceeds a bound of depth, number or length
     */
    public static JsonFields read(byte[] json, int maxText) throws MalformedJsonException {
        return JsonTree.read(json, maxText);
    }

    /** Whether there is such a field. */
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** A text. */
    public String text(String name) throws MalformedJsonException {
        return require(name, String.class);
    }

    /** A text, or nothing where the field is absent. */
    public Optional<String> optionalText(String name) throws MalformedJsonException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** A whole number of 64 bits. */
    public long integer(String name) throws MalformedJsonException {
        return require(name, Long.class);
    }

    /** A whole number of 32 bits. */
    public int smallInteger(String name) throws MalformedJsonException {
        return small(name, integer(name));
    }

    /** A number, whole or not. */
    public double number(String name) throws MalformedJsonException {
        return real(name, require(name, Object.class));
    }

    /** True or false. */
    public boolean flag(String name) throws MalformedJsonException {
        return require(name, Boolean.class);
    }

    /** RFC 3339 in UTC. */
    public Instant instant(String name) throws MalformedJsonException {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedJsonException(
                    "field '%s' is no time such as 2026-01-31T12:00:00Z".formatted(path(name)), e);
        }
    }

    /** A constant, in lower case with dashes. */
    public <E extends Enum<E>> E constant(String name, Class<E> type) throws MalformedJsonException {
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
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Makes something of the object in a field. */
    public <T> T object(String name, Reader<T> reader) throws MalformedJsonException {
        return read(path(name), require(name, Map.class), reader);
    }

    /** Makes something of the object in a field; nothing where the field is absent. */
    public <T> Optional<T> optionalObject(String name, Reader<T> reader) throws MalformedJsonException {
        return has(name) ? Optional.of(object(name, reader)) : Optional.empty();
    }

    /** Makes something of each object in a list. */
    public <T> List<T> objects(String name, Reader<T> reader) throws MalformedJsonException {
        List<T> read = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            String itemPath = path(name) + "[" + read.size() + "]";
            read.add(read(itemPath, as(itemPath, item, Map.class), reader));
        }
        return read;
    }

    /** A list of texts. */
    public List<String> texts(String name) throws MalformedJsonException {
        List<String> read = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            read.add(as(path(name), item, String.class));
        }
        return read;
    }

    /** A list of numbers. */
    public List<Double> numbers(String name) throws MalformedJsonException {
        List<Double> read = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            read.add(real(name, item));
        }
        return read;
    }

    /** A list of whole numbers of 32 bits. */
    public List<Integer> smallIntegers(String name) throws MalformedJsonException {
        List<Integer> read = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            read.add(small(name, as(path(name), item, Long.class)));
        }
        return read;
    }

    /** Makes the whole of something. An {@link IllegalArgumentException} of the reader is reported with the path of the object. */
    public <T> T as(Reader<T> reader) throws MalformedJsonException {
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
