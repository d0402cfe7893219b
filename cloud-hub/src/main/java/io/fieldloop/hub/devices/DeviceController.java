package io.fieldloop.hub.devices;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.DeviceId;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The devices, for people. */
@Controller("/api/v1/devices")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceController {
    private final Devices devices;

    DeviceController(Devices devices) {
        this.devices = devices;
    }

    /**
     * Devices by id; {@code label} as {@code name=value}, all of those that are given; {@code q} is a part of the id; {@code placement} is
     * the standing of a model that they serve, such as {@code fallback}: an accelerator was asked for, and something else runs it.
     */
    @Get
    Page<Device> list(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor,
            @Nullable @QueryValue List<String> label,
            @Nullable @QueryValue @Pattern(regexp = "new|online|offline") String state,
            @Nullable @QueryValue @Size(max = 63) String q,
            @Nullable @QueryValue @Pattern(regexp = "unasked|whole|partial|fallback") String placement) {
        var query = new DeviceQuery(Selector.ofQuery(label == null ? List.of() : label), state, q, placement);
        String after = cursor == null ? null : Cursor.parse(cursor, 1).keys().getFirst();
        return Page.of(devices.list(query, after, limit + 1), limit, d -> Cursor.of(d.id()));
    }

    /** One device. */
    @Get("/{id}")
    HttpResponse<Device> get(DeviceId id) {
        var tag = new RevisionTag(devices.revision(id));
        return HttpResponse.ok(devices.require(id)).header(HttpHeaders.ETAG, tag.toString());
    }

    /** Replaces the labels of a device; {@code If-Match} says which state of it was changed. */
    @Patch("/{id}")
    @Secured(Roles.OPERATOR)
    HttpResponse<Device> change(
            DeviceId id,
            @Body Change change,
            @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch,
            Principal caller) {
        long expected = RevisionTag.expected("device", ifMatch, () -> devices.revision(id));
        devices.relabel(id, change.checkedLabels(), expected, caller.getName());
        return get(id);
    }

    /** The accounts of the device's samples, one for each stream and life of its outbox. */
    @Get("/{id}/ledger")
    Ledger ledger(DeviceId id) {
        return new Ledger(devices.ledger(id));
    }

    /** What may be changed. */
    @Serdeable
    record Change(@JsonProperty(required = true) Map<String, String> labels) {
        Map<String, String> checkedLabels() {
            try {
                return Selector.requireLabels(labels);
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid("/labels", String.valueOf(e.getMessage()));
            }
        }
    }

    /** The accounts of a device. */
    @Serdeable
    record Ledger(List<LedgerAccount> streams) {}
}
