package io.fieldloop.hub.uploads;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Upload;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Head;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;

/** Takes large media from devices, piece by piece. */
@Controller(UploadController.PATH)
@Secured(Roles.DEVICE)
@ExecuteOn(TaskExecutors.BLOCKING)
class UploadController {
    static final String PATH = "/device/v1/uploads";

    private final Uploads uploads;

    UploadController(Uploads uploads) {
        this.uploads = uploads;
    }

    /** Begins an upload, or finds the one that is under way. */
    @Post
    HttpResponse<?> begin(@Header(Tus.LENGTH) long length, @Header(Tus.METADATA) String metadata, Principal caller)
            throws IOException {
        Upload upload = upload(Tus.digest(metadata), length);
        uploads.begin(device(caller), upload);
        return Tus.answer(HttpResponse.created("")).header(HttpHeaders.LOCATION, PATH + "/" + upload.digest());
    }

    /** Tells from where an upload goes on. */
    @Head("/{sha256}")
    HttpResponse<?> progress(String sha256, Principal caller) throws IOException {
        return Tus.noContent(uploads.progress(device(caller), digest(sha256)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** Appends to an upload. */
    @Patch("/{sha256}")
    @Consumes(Tus.CONTENT)
    HttpResponse<?> append(String sha256, @Header(Tus.OFFSET) long offset, @Body InputStream content, Principal caller)
            throws IOException {
        return Tus.noContent(uploads.append(device(caller), digest(sha256), offset, content));
    }

    private static Upload upload(Sha256 digest, long length) {
        if (length > Upload.MAX_SIZE_BYTES) {
            throw ProblemException.tooLarge("an upload", Upload.MAX_SIZE_BYTES);
        }
        try {
            return new Upload(digest, length);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("{length}", String.valueOf(e.getMessage()));
        }
    }

    private static DeviceId device(Principal caller) {
        return new DeviceId(caller.getName());
    }

    private static Sha256 digest(String text) {
        try {
            return new Sha256(text);
        } catch (IllegalArgumentException _) {
            throw ProblemException.notFound("upload", text);
        }
    }
}
