package io.fieldloop.hub.web;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.convert.TypeConverter;
import java.util.Optional;
import java.util.function.Function;

/** Reads a type from a path or a query. */
final class TextConverter<T> implements TypeConverter<CharSequence, T> {
    private final Function<String, T> read;

    /** By how a text is read, which may throw {@link IllegalArgumentException}. */
    TextConverter(Function<String, T> read) {
        this.read = read;
    }

    @Override
    public Optional<T> convert(CharSequence text, Class<T> type, ConversionContext context) {
        try {
            return Optional.of(read.apply(text.toString()));
        } catch (IllegalArgumentException e) {
            context.reject(text, e);
            return Optional.empty();
        }
    }
}
