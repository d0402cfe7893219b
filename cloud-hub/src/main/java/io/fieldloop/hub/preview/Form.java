package io.fieldloop.hub.preview;

import io.fieldloop.models.readings.Zstandard;
import java.util.Locale;
import java.util.Optional;

/**
 * How a medium is read.
 *
 * @param kind what it is
 * @param compressed whether Zstandard made it smaller
 */
record Form(Kind kind, boolean compressed) {
    /** That of a media type; empty if no preview is made of it. */
    static Optional<Form> of(String mediaType) {
        boolean compressed = Zstandard.isSaidBy(mediaType);
        return Kind.of(Zstandard.plain(mediaType)).map(kind -> new Form(kind, compressed));
    }

    /** As the rows of previews have it. */
    String key() {
        return kind.name().toLowerCase(Locale.ROOT) + (compressed ? Zstandard.SUFFIX : "");
    }
}
