package io.fieldloop.hub.datasets;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.idempotency.Idempotent;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import io.micronaut.http.HttpResponse;
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
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Datasets and their snapshots, for people. */
@Controller("/api/v1")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class DatasetController {
    private final Datasets datasets;
    private final Snapshots snapshots;

    DatasetController(Datasets datasets, Snapshots snapshots) {
        this.datasets = datasets;
        this.snapshots = snapshots;
    }

    /** All datasets, by name. */
    @Get("/datasets")
    Page<Dataset> list(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        String after = cursor == null ? null : Cursor.parse(cursor, 1).keys().getFirst();
        return Page.of(datasets.list(after, limit + 1), limit, dataset -> Cursor.of(dataset.name()));
    }

    /** One dataset. */
    @Get("/datasets/{name}")
    Dataset one(String name) {
        return datasets.require(name);
    }

    /** Makes a dataset, or changes its description. */
    @Put("/datasets/{name}")
    @Secured(Roles.OPERATOR)
    Dataset put(String name, @Body NewDataset wanted, Principal caller) {
        datasets.put(name, model(wanted.model()), wanted.description(), caller.getName());
        return datasets.require(name);
    }

    /** Imports the images of a zip archive, one folder a class. */
    @Post("/datasets/{name}/imports")
    @Consumes("application/zip")
    @Secured(Roles.OPERATOR)
    ImportReport importZip(
            String name, @QueryValue(defaultValue = "lab") String origin, @Body InputStream archive, Principal caller)
            throws IOException {
        if (!origin.equals(Origin.LAB.word())) {
            throw ProblemException.invalid("?origin", "only lab images are imported; field images come from devices");
        }
        return datasets.importZip(name, archive, caller.getName());
    }

    /** Takes a snapshot; the same content, seed and share give the one that is there. */
    @Post("/datasets/{name}/snapshots")
    @Idempotent
    @Secured(Roles.OPERATOR)
    HttpResponse<Snapshot> take(String name, @Body NewSnapshot wanted, Principal caller) {
        datasets.require(name);
        Snapshot snapshot = snapshots.take(name, split(wanted), caller.getName());
        return HttpResponse.created(snapshot, URI.create("/api/v1/snapshots/" + snapshot.id()));
    }

    private static Split split(NewSnapshot wanted) {
        try {
            return new Split(wanted.seed(), wanted.testShare());
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("/testShare", String.valueOf(e.getMessage()));
        }
    }

    /** The snapshots of a dataset, the newest first. */
    @Get("/datasets/{name}/snapshots")
    Page<Snapshot> snapshots(
            String name,
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        Snapshots.Position before = cursor == null ? null : position(cursor);
        datasets.require(name);
        return Page.of(
                snapshots.of(name, before, limit + 1),
                limit,
                snapshot -> Cursor.of(snapshot.createdAt(), snapshot.id()));
    }

    private static Snapshots.Position position(String cursor) {
        var keys = Cursor.parse(cursor, 2).keys();
        try {
            return new Snapshots.Position(Instant.parse(keys.getFirst()), new Sha256(keys.getLast()));
        } catch (IllegalArgumentException | DateTimeParseException _) {
            throw Cursor.unknown();
        }
    }

    /** One snapshot. */
    @Get("/snapshots/{id}")
    Snapshot snapshot(String id) {
        return snapshots.require(digest(id));
    }

    /** The items of a snapshot. */
    @Get("/snapshots/{id}/items")
    Page<Item> items(
            String id,
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        Optional<Sha256> after = Optional.ofNullable(cursor).map(DatasetController::media);
        snapshots.require(digest(id));
        return Page.of(
                snapshots.items(digest(id), after, limit + 1).stream()
                        .map(Item::of)
                        .toList(),
                limit,
                item -> Cursor.of(item.media()));
    }

    private static Sha256 media(String cursor) {
        try {
            return new Sha256(Cursor.parse(cursor, 1).keys().getFirst());
        } catch (IllegalArgumentException _) {
            throw Cursor.unknown();
        }
    }

    private static Sha256 digest(String id) {
        try {
            return new Sha256(id);
        } catch (IllegalArgumentException _) {
            throw ProblemException.notFound("snapshot", id);
        }
    }

    private static ModelName model(String name) {
        try {
            return new ModelName(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("/model", String.valueOf(e.getMessage()));
        }
    }

    /** A dataset that is wanted. */
    @Serdeable
    record NewDataset(String model, String description) {}

    /** A snapshot that is wanted. */
    @Serdeable
    record NewSnapshot(long seed, BigDecimal testShare) {}

    /** An item of a snapshot; one that is erased has no content any more. */
    @Serdeable
    record Item(String media, @JsonProperty("class") String className, String origin, String split, boolean erased) {
        static Item of(SnapshotItem item) {
            return new Item(
                    item.media().hex(),
                    item.className(),
                    item.origin().word(),
                    item.side().word(),
                    item.isErased());
        }
    }
}
