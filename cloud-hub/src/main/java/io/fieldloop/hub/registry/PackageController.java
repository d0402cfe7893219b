package io.fieldloop.hub.registry;

import io.fieldloop.hub.blob.BlobAnswers;
import io.fieldloop.hub.blob.Conditions;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.Sha256;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.io.IOException;

/** Packages, for devices: the signed manifest, and those files that belong to a package. */
@Controller("/device/v1")
@Secured(Roles.DEVICE)
@ExecuteOn(TaskExecutors.BLOCKING)
class PackageController {
    private static final String FOR_EVER = "max-age=31536000, immutable";

    private final Registry registry;
    private final BlobAnswers blobs;

    PackageController(Registry registry, BlobAnswers blobs) {
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
    HttpResponse<?> blob(String sha256, @RequestBean Conditions conditions) throws IOException {
        Sha256 name = digest("blob", sha256);
        if (!registry.isPackageFile(name)) {
            throw ProblemException.notFound("blob", name);
        }
        return blobs.answer(name, MediaType.APPLICATION_OCTET_STREAM_TYPE, conditions);
    }

    private static Sha256 digest(String thing, String text) {
        try {
            return new Sha256(text);
        } catch (IllegalArgumentException _) {
            throw ProblemException.notFound(thing, text);
        }
    }
}
