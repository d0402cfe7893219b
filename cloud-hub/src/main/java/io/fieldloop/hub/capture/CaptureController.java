package io.fieldloop.hub.capture;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.devices.Devices;
import io.fieldloop.hub.devices.RevisionTag;
import io.fieldloop.hub.devices.Selector;
import io.fieldloop.hub.idempotency.Idempotent;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What devices are wanted to capture, for people. */
@Controller("/api/v1")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class CaptureController {
    private static final int MOST_REQUESTED = 1_000_000;

    private final Capture capture;
    private final Devices devices;
    private final IdSource ids;

    CaptureController(Capture capture, Devices devices, IdSource ids) {
        this.capture = capture;
        this.devices = devices;
        this.ids = ids;
    }

    /** What a device is wanted to capture, and whether it follows. */
    @Get("/devices/{id}/capture-rules")
    HttpResponse<DeviceCapture> get(DeviceId id) {
        DeviceCapture found = capture.of(id);
        return HttpResponse.ok(found).header(HttpHeaders.ETAG, new RevisionTag(found.revision()).toString());
    }

    /** Replaces what a device is wanted to capture; {@code If-Match} says which state of it was changed. */
    @Put("/devices/{id}/capture-rules")
    @Secured(Roles.OPERATOR)
    HttpResponse<DeviceCapture> put(
            DeviceId id,
            @Body CaptureDocument rules,
            @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch,
            Principal caller) {
        capture.replace(id, rules.checked(""), expectedRevision(id, ifMatch), caller.getName());
        return get(id);
    }

    /** Lets a device capture what its own configuration says. */
    @Delete("/devices/{id}/capture-rules")
    @Secured(Roles.OPERATOR)
    HttpResponse<DeviceCapture> delete(
            DeviceId id, @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch, Principal caller) {
        capture.replace(id, null, expectedRevision(id, ifMatch), caller.getName());
        return get(id);
    }

    private long expectedRevision(DeviceId id, @Nullable String ifMatch) {
        return RevisionTag.expected(
                "capture rules", ifMatch, () -> capture.of(id).revision());
    }

    /** Asks a device for the next so many images of a stream, or of a class, besides what it captures. */
    @Post("/devices/{id}/capture-requests")
    @Idempotent
    @Secured(Roles.OPERATOR)
    HttpResponse<DeviceCapture> request(DeviceId id, @Body CaptureRequest wanted, Principal caller) {
        String request = ids.next().toString();
        capture.add(
                id, rules -> rules.with(wanted.stream(), wanted.rule(request)).checked(""), caller.getName());
        return HttpResponse.created(capture.of(id));
    }

    /** Replaces what all devices with certain labels are wanted to capture now; those that enrol later are not meant. */
    @Put("/capture-rules")
    @Secured(Roles.OPERATOR)
    GroupAnswer putGroup(@Body GroupRules wanted, Principal caller) {
        Selector selector = wanted.group();
        List<DeviceId> found = devices.matching(selector);
        String subject = "group " + new TreeMap<>(selector.labels());
        capture.replace(found, wanted.rules.checked("/rules"), subject, caller.getName());
        return new GroupAnswer(found.size());
    }

    /**
     * The next so many images.
     *
     * @param label of the class; null for any
     * @param next how many, 1 to 1,000,000
     */
    @Serdeable
    record CaptureRequest(
            @JsonProperty(required = true) StreamName stream,
            @Nullable String label,
            @JsonProperty(required = true) int next) {
        private Map<String, Object> rule(String request) {
            if (next < 1 || next > MOST_REQUESTED) {
                throw ProblemException.invalid("/next", "ask for 1 to %d images".formatted(MOST_REQUESTED));
            }
            Map<String, Object> rule = new TreeMap<>(Map.of("rule", "on-request", "request", request, "next", next));
            if (label != null) {
                rule.put("label", label);
            }
            return rule;
        }
    }

    /**
     * Rules for a group.
     *
     * @param labels that its devices have, all of them; none means all devices
     */
    @Serdeable
    record GroupRules(
            @JsonProperty(required = true) Map<String, String> labels,
            @JsonProperty(required = true) CaptureDocument rules) {
        private Selector group() {
            try {
                return new Selector(labels);
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid("/labels", String.valueOf(e.getMessage()));
            }
        }
    }

    /** How many devices are wanted something else now. */
    @Serdeable
    record GroupAnswer(int devices) {}
}
