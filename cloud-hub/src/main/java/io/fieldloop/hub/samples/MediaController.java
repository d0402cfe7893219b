package io.fieldloop.hub.samples;

import io.fieldloop.hub.blob.BlobAnswers;
import io.fieldloop.hub.blob.Conditions;
import io.fieldloop.hub.preview.Outline;
import io.fieldloop.hub.preview.Preview;
import io.fieldloop.hub.preview.Previews;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.models.readings.Zstandard;
import io.fieldloop.protocol.Sha256;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The media of samples, for people. They come from devices and may hold anything: a browser shows only what is known to hold no script,
 * as what the device says it is and nothing else, and in a sandbox; all else is saved.
 */
@Controller("/api/v1/samples/{id}")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class MediaController {
    private static final Set<String> SHOWN = Set.of(
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/bmp",
            "audio/wav",
            "audio/x-wav",
            "audio/wave",
            "audio/vnd.wave",
            "audio/flac",
            "audio/x-flac",
            "audio/ogg");

    private static final Set<String> SAVED = Set.of("text/csv", "application/x-npy");

    private final Samples samples;
    private final BlobAnswers blobs;
    private final CompressedMedia compressed;
    private final Previews previews;

    MediaController(Samples samples, BlobAnswers blobs, CompressedMedia compressed, Previews previews) {
        this.samples = samples;
        this.blobs = blobs;
        this.compressed = compressed;
        this.previews = previews;
    }

    /**
     * The input itself, or the part of it that {@code Range} asks for; it never changes. What the device compressed is given as it was
     * before, and whole.
     */
    @Get("/media")
    @Produces(MediaType.ALL)
    HttpResponse<?> media(UUID id, @RequestBean Conditions conditions) throws IOException {
        Sample sample = samples.require(id);
        MutableHttpResponse<?> answer = media(sample, conditions);
        if (!SHOWN.contains(sample.mediaType())) {
            answer.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(id));
        }
        return sandboxed(answer);
    }

    private MutableHttpResponse<?> media(Sample sample, Conditions conditions) throws IOException {
        Sha256 medium = new Sha256(sample.media());
        String type = sample.mediaType();
        Optional<byte[]> file = Zstandard.isSaidBy(type) ? compressed.file(medium) : Optional.empty();
        if (file.isEmpty()) {
            return blobs.answer(medium, answered(type), conditions);
        }
        String tag = "\"%s-file\"".formatted(medium);
        MutableHttpResponse<?> answer = conditions.has(tag)
                ? HttpResponse.notModified()
                : HttpResponse.ok(file.get()).contentType(answered(Zstandard.plain(type)));
        return BlobAnswers.lasting(answer, tag);
    }

    private static MediaType answered(String type) {
        return SHOWN.contains(type) || SAVED.contains(type)
                ? MediaType.of(type)
                : MediaType.APPLICATION_OCTET_STREAM_TYPE;
    }

    /** A small picture of the input, made once: a thumbnail, a drawing, or a drawing that says why nothing can be shown. */
    @Get("/preview")
    @Produces({MediaType.IMAGE_JPEG, MediaType.IMAGE_PNG, "image/svg+xml"})
    HttpResponse<?> preview(UUID id, @Nullable @Header(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch)
            throws IOException {
        Preview preview = preview(id);
        String tag = "\"" + preview.picture().sha256() + "\"";
        MutableHttpResponse<?> answer = new Conditions(null, null, ifNoneMatch).has(tag)
                ? HttpResponse.notModified()
                : HttpResponse.ok(preview.picture().toArray()).contentType(preview.pictureType());
        return sandboxed(BlobAnswers.lasting(answer, tag));
    }

    /** What is in the input, in so few numbers that a page can draw it. */
    @Get("/outline")
    HttpResponse<Outline> outline(UUID id) throws IOException {
        return HttpResponse.ok(preview(id).outline()).header(HttpHeaders.CACHE_CONTROL, BlobAnswers.FOR_EVER);
    }

    private Preview preview(UUID id) throws IOException {
        Sample sample = samples.require(id);
        return previews.of(new Sha256(sample.media()), sample.mediaType());
    }

    /** Drawings bring their own style. */
    private static HttpResponse<?> sandboxed(MutableHttpResponse<?> answer) {
        return answer.header("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
    }
}
