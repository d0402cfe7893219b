package io.fieldloop.hub.registry;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.ByteRange.UnsatisfiableException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.models.disk.BoundedStream;
import io.fieldloop.protocol.Sha256;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Packages, for devices: the signed manifest, and those files that belong to a package. */
@Controller("/device/v1")
@Secured(Roles.DEVICE)
@ExecuteOn(TaskExecutors.BLOCKING)
class PackageController {
    private static final String FOR_EVER = "max-age=31536000, immutable";

    private final Registry registry;
    private final BlobStore blobs;

    PackageController(Registry registry, BlobStore blobs) {
        this.registry = registry;
        this.blobs = blobs;
    }

    /** The signed manifest (DSSE) of the package with this identity. */
    @Get("/packages/{manifest}")
    @Produces("application/vnd.dsse.envelope.v1+json")
    HttpResponse<byte[]> manifest(String manifest) {
        Sha256 identity = digest("package", manifest);
        byte[] envelope = registry.envelope(identity).orElseThrow(() -> ProblemException.notFound("package", identity));
        return HttpResponse.ok(envelope).header(HttpHeaders.CACHE_CONTROL, FOR_EVER);
    }

    /** A file, or the part of it that {@code Range} asks for, unless {@code If-Range} names another content. */
    @Get("/blobs/{sha256}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    HttpResponse<?> blob(
            String sha256,
            @Nullable @Header(HttpHeaders.RANGE) String range,
            @Nullable @Header(HttpHeaders.IF_RANGE) String ifRange)
            throws IOException {
        Sha256 name = digest("blob", sha256);
        if (!registry.isPackageFile(name)) {
            throw ProblemException.notFound("blob", name);
        }
        String tag = "\"" + name + "\"";
        long size = blobs.size(name).orElseThrow(() -> ProblemException.notFound("blob", name));
        String wanted = ifRange == null || ifRange.equals(tag) ? range : null;
        try {
            Optional<ByteRange> part = wanted == null ? Optional.empty() : ByteRange.parse(wanted, size);
            return common(answer(name, size, part), tag);
        } catch (UnsatisfiableException _) {
            return common(
                    HttpResponse.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                            .header(HttpHeaders.CONTENT_RANGE, "bytes */" + size),
                    tag);
        }
    }

    private MutableHttpResponse<?> answer(Sha256 name, long size, Optional<ByteRange> part) throws IOException {
        if (part.isEmpty()) {
            return HttpResponse.ok(content(name, new ByteRange(0, size - 1)));
        }
        return HttpResponse.status(HttpStatus.PARTIAL_CONTENT)
                .header(HttpHeaders.CONTENT_RANGE, part.get().contentRange(size))
                .body(content(name, part.get()));
    }

    private StreamedFile content(Sha256 name, ByteRange part) throws IOException {
        InputStream content = blobs.open(name);
        content.skipNBytes(part.first());
        return new StreamedFile(
                new BoundedStream(content, part.length()), MediaType.APPLICATION_OCTET_STREAM_TYPE, 0, part.length());
    }

    private static HttpResponse<?> common(MutableHttpResponse<?> response, String tag) {
        return response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.ACCEPT_RANGES, "bytes")
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER);
    }

    private static Sha256 digest(String thing, String text) {
        try {
            return new Sha256(text);
        } catch (IllegalArgumentException _) {
            throw ProblemException.notFound(thing, text);
        }
    }
}
