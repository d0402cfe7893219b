package io.fieldloop.hub.uploads;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.Sha256;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The resumable upload protocol <a href="https://tus.io/protocols/resumable-upload">tus</a> 1.0.0: its headers. */
final class Tus {
    static final String RESUMABLE = "Tus-Resumable";
    static final String LENGTH = "Upload-Length";
    static final String OFFSET = "Upload-Offset";
    static final String METADATA = "Upload-Metadata";
    static final String CONTENT = "application/offset+octet-stream";

    private static final String VERSION = "1.0.0";
    private static final String DIGEST = "sha256 ";

    private Tus() {}

    /** An answer as every answer has to be. */
    static <T> MutableHttpResponse<T> answer(MutableHttpResponse<T> response) {
        return response.header(RESUMABLE, VERSION).header("Tus-Version", VERSION);
    }

    /** The digest that the metadata of a creation name: the key {@code sha256}, and 64 hexadecimal digits in Base64. */
    static Sha256 digest(String metadata) {
        String encoded = Arrays.stream(metadata.split(","))
                .map(String::strip)
                .filter(pair -> pair.startsWith(DIGEST))
                .map(pair -> pair.substring(DIGEST.length()))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("{metadata}", "the metadata name no sha256"));
        try {
            return new Sha256(new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("{metadata}", "the metadata's sha256: " + e.getMessage());
        }
    }

    static MutableHttpResponse<?> noContent(Uploads.Progress progress) {
        return answer(HttpResponse.noContent())
                .header(OFFSET, String.valueOf(progress.offset()))
                .header(LENGTH, String.valueOf(progress.length()));
    }
}
