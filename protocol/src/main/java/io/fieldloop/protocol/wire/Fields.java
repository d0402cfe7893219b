package io.fieldloop.protocol.wire;

import io.fieldloop.protocol.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of one decoded map, by type. A missing field or one of another type makes the message unreadable. */
record Fields(Map<String, Object> entries) {
    /** Reads one element of a list of maps. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Fields fields) throws WireException;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    String text(String name) throws WireException {
        return require(name, String.class);
    }

    long integer(String name) throws WireException {
        return require(name, Long.class);
    }

    /** An integer that counts something. */
    long count(String name) throws WireException {
        long value = integer(name);
        if (value < 0) {
            throw WireException.unreadable("field '" + name + "' must not be negative");
        }
        return value;
    }

    int smallInteger(String name) throws WireException {
        long value = integer(name);
        if (value != (int) value) {
            throw WireException.unreadable("field '" + name + "' is beyond 32 bits");
        }
        return (int) value;
    }

    double number(String name) throws WireException {
        return require(name, Object.class) instanceof Long whole ? whole : require(name, Double.class);
    }

    boolean flag(String name) throws WireException {
        return require(name, Boolean.class);
    }

    Bytes bytes(String name) throws WireException {
        return require(name, Bytes.class);
    }

    /** Epoch milliseconds. */
    Instant instant(String name) throws WireException {
        return Instant.ofEpochMilli(integer(name));
    }

    Fields map(String name) throws WireException {
        return require(name, Fields.class);
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) throws WireException {
        return constantOf(text(name), type);
    }

    static <E extends Enum<E>> E constantOf(String text, Class<E> type) throws WireException {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw WireException.unreadable("'%s' is no %s".formatted(text, type.getSimpleName()));
    }

    List<String> texts(String name) throws WireException {
        List<String> texts = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            texts.add(as(name, item, String.class));
        }
        return texts;
    }

    List<Long> integers(String name) throws WireException {
        List<Long> integers = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            integers.add(as(name, item, Long.class));
        }
        return integers;
    }

    List<Double> numbers(String name) throws WireException {
        List<Double> numbers = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            numbers.add(item instanceof Long whole ? (double) whole : as(name, item, Double.class));
        }
        return numbers;
    }

    <T> List<T> maps(String name, Reader<T> reader) throws WireException {
        List<T> read = new ArrayList<>();
        for (Object item : require(name, List.class)) {
            read.add(reader.read(as(name, item, Fields.class)));
        }
        return read;
    }

    private <T> T require(String name, Class<T> type) throws WireException {
        Object value = entries.get(name);
        if (value == null) {
            throw WireException.unreadable("field '" + name + "' is missing");
        }
        return as(name, value, type);
    }

    private static <T> T as(String name, Object value, Class<T> type) throws WireException {
        if (!type.isInstance(value)) {
            throw WireException.unreadable("field '%s' is a %s, not a %s"
                    .formatted(name, value.getClass().getSimpleName(), type.getSimpleName()));
        }
        return type.cast(value);
    }
}
