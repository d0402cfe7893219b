package io.fieldloop.hub.blob;

import io.fieldloop.hub.blob.ByteRange.UnsatisfiableException;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.models.disk.BoundedStream;
import io.fieldloop.protocol.Sha256;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.types.files.StreamedFile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Answers requests with a content, or with the part of it that is wanted (RFC 9110, section 14). Thread-safe. */
@Singleton
public final class BlobAnswers {
    /** Of an answer that never changes and is for whoever asked alone. */
    public static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final BlobStore blobs;

    BlobAnswers(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * The content with this name: all of it, a part, that there is no such part, or that the client has it.
     *
     * @throws ProblemException if it is not stored
     * @throws IOException if it cannot be read
     */
    public MutableHttpResponse<?> answer(Sha256 name, MediaType type, Conditions conditions) throws IOException {
        String tag = "\"" + name + "\"";
        if (conditions.has(tag)) {
            return lasting(HttpResponse.notModified(), tag);
        }
        OptionalLong size = blobs.size(name);
        if (size.isEmpty()) {
            throw ProblemException.notFound("blob", name);
        }
        MutableHttpResponse<?> answer = part(name, size.getAsLong(), type, conditions.rangeOf(tag));
        return lasting(answer.header(HttpHeaders.ACCEPT_RANGES, "bytes"), tag);
    }

    /** An answer with something that never changes, told apart from everything else by its tag. */
    public static MutableHttpResponse<?> lasting(MutableHttpResponse<?> answer, String tag) {
        return answer.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, FOR_EVER);
    }

    private MutableHttpResponse<?> part(Sha256 name, long size, MediaType type, @Nullable String range)
            throws IOException {
        try {
            Optional<ByteRange> part = range == null ? Optional.empty() : ByteRange.parse(range, size);
            if (part.isEmpty()) {
                return HttpResponse.ok(content(name, type, new ByteRange(0, size - 1)));
            }
            return HttpResponse.status(HttpStatus.PARTIAL_CONTENT)
                    .header(HttpHeaders.CONTENT_RANGE, part.get().contentRange(size))
                    .body(content(name, type, part.get()));
        } catch (UnsatisfiableException _) {
            return HttpResponse.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                    .header(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
        }
    }

    private StreamedFile content(Sha256 name, MediaType type, ByteRange part) throws IOException {
        InputStream content = blobs.open(name);
        content.skipNBytes(part.first());
        return new StreamedFile(new BoundedStream(content, part.length()), type, 0, part.length());
    }
}
