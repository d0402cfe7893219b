package io.fieldloop.hub.registry;

import io.fieldloop.hub.idempotency.Idempotent;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Models and their versions, for people. */
@Controller("/api/v1/models")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class ModelController {
    private final Registry registry;
    private final Drafts drafts;
    private final LoadedModels loaded;

    ModelController(Registry registry, Drafts drafts, LoadedModels loaded) {
        this.registry = registry;
        this.drafts = drafts;
        this.loaded = loaded;
    }

    /** All models, by name. */
    @Get
    Page<Model> list(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        String after = cursor == null ? null : Cursor.parse(cursor, 1).keys().getFirst();
        List<Model> found =
                registry.models(after, limit + 1).stream().map(registry::model).toList();
        return Page.of(found, limit, model -> Cursor.of(model.name()));
    }

    /** One model with its versions, the newest first. */
    @Get("/{model}")
    Model one(String model) {
        return registry.model(name(model));
    }

    /** Writes the brief of a model; makes the model if it is not there. */
    @Put("/{model}")
    @Secured(Roles.OPERATOR)
    Model put(String model, @Body Brief brief, Principal caller) {
        registry.putBrief(name(model), brief, caller.getName());
        return registry.model(name(model));
    }

    /** Registers a version of files that were uploaded before. */
    @Post("/{model}/versions")
    @Idempotent
    @Secured(Roles.OPERATOR)
    HttpResponse<Version> register(String model, @Body NewVersion brought, Principal caller)
            throws IOException, InterruptedException {
        ModelName name = name(model);
        Draft draft = drafts.of(name, brought, registry.brief(name));
        try {
            ModelRef ref = registry.register(draft, caller.getName());
            return HttpResponse.created(
                    registry.require(ref), URI.create("/api/v1/models/%s/versions/%d".formatted(name, ref.version())));
        } catch (RefusedModelException e) {
            throw ProblemException.invalid("/variants", String.valueOf(e.getMessage()));
        }
    }

    /** One version. */
    @Get("/{model}/versions/{version}")
    Version version(String model, int version) {
        return registry.require(ref(model, version));
    }

    /** What a version says of an image. */
    @Post("/{model}/versions/{version}/predictions")
    @Consumes({MediaType.IMAGE_PNG, MediaType.IMAGE_JPEG})
    TriedPrediction predict(String model, int version, @Body InputStream body) throws IOException {
        ModelRef ref = registered(model, version);
        Image image = read(body);
        try {
            return TriedPrediction.of(loaded.predict(ref, image));
        } catch (ModelException e) {
            throw new ProblemException(
                    ProblemKind.UNAVAILABLE, "%s cannot answer: %s".formatted(ref, e.getMessage()), List.of());
        }
    }

    private static Image read(InputStream body) throws IOException {
        byte[] encoded = body.readNBytes(ImageReader.MAX_SIZE_BYTES + 1);
        if (encoded.length > ImageReader.MAX_SIZE_BYTES) {
            throw ProblemException.tooLarge("an image", ImageReader.MAX_SIZE_BYTES);
        }
        try {
            return ImageReader.read(Bytes.wrap(encoded));
        } catch (ImageException e) {
            throw ProblemException.invalid("", "the body is no image: " + e.getMessage());
        }
    }

    private ModelRef registered(String model, int version) {
        ModelRef ref = ref(model, version);
        registry.require(ref);
        return ref;
    }

    private static ModelRef ref(String model, int version) {
        if (version < 1) {
            throw ProblemException.notFound("version", model + "@" + version);
        }
        return new ModelRef(name(model), version);
    }

    private static ModelName name(String model) {
        try {
            return new ModelName(model);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("{model}", String.valueOf(e.getMessage()));
        }
    }
}
