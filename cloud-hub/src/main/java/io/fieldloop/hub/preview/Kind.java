package io.fieldloop.hub.preview;

import java.util.Locale;
import java.util.Optional;

/** The kinds of media of which previews are made. */
enum Kind {
    /** PNG or JPEG. */
    IMAGE,
    /** WAV or FLAC: 16 bits, one or two channels. */
    SOUND,
    /** Readings of sensors as CSV (RFC 4180): a line of names, then a line of numbers for each moment. */
    SERIES,
    /** One tensor as NumPy writes it (NPY). */
    TENSOR;

    /** The kind of a media type, whatever its parameters; empty if no preview is made of it. */
    static Optional<Kind> of(String mediaType) {
        return switch (mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "image/png", "image/jpeg" -> Optional.of(IMAGE);
            case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "audio/flac", "audio/x-flac" ->
                Optional.of(SOUND);
            case "text/csv" -> Optional.of(SERIES);
            case "application/x-npy" -> Optional.of(TENSOR);
            default -> Optional.empty();
        };
    }
}
