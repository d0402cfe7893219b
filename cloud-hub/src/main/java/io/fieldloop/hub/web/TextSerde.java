package io.fieldloop.hub.web;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Encoder;
import io.micronaut.serde.Serde;
import io.micronaut.serde.exceptions.SerdeException;
import java.io.IOException;
import java.util.function.Function;

/** Reads and writes a type as a JSON text. */
final class TextSerde<T> implements Serde<T> {
    private final Function<String, T> read;
    private final Function<T, String> write;

    /** By how a text is read, which may throw {@link IllegalArgumentException}, and how it is written. */
    TextSerde(Function<String, T> read, Function<T, String> write) {
        this.read = read;
        this.write = write;
    }

    @Override
    public T deserialize(Decoder decoder, DecoderContext context, Argument<? super T> type) throws IOException {
        String text = decoder.decodeString();
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw new SerdeException(e.getMessage(), e);
        }
    }

    @Override
    public void serialize(Encoder encoder, EncoderContext context, Argument<? extends T> type, T value)
            throws IOException {
        encoder.encodeString(write.apply(value));
    }
}
