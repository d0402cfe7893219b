package io.fieldloop.hub.behaviour;

import io.fieldloop.hub.behaviour.AlertTable.AlertQuery;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.devices.Selector;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How versions behave, and which drift, for people. */
@Controller("/api/v1")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class BehaviourController {
    private static final Duration USUAL = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(100);

    private final Jdbi jdbi;
    private final JsonColumns json;
    private final Registry registry;
    private final InstantSource clock;

    BehaviourController(Jdbi jdbi, JsonColumns json, Registry registry, InstantSource clock) {
        this.jdbi = jdbi;
        this.json = json;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * How a version behaved from {@code from} to {@code until}, which are the last 24 hours if nothing is said, in so many points: on
     * all devices, on one, or on those that have each {@code label}, given as {@code name=value}; on all streams, or on one.
     */
    @Get("/models/{model}/versions/{version}/behaviour")
    BehaviourPlot plot(
            ModelName model,
            @Min(1) int version,
            @Nullable @QueryValue Instant from,
            @Nullable @QueryValue Instant until,
            @QueryValue(defaultValue = "48") @Min(1) @Max(200) int points,
            @Nullable @QueryValue DeviceId device,
            @Nullable @QueryValue StreamName stream,
            @Nullable @QueryValue List<String> label) {
        Instant now = clock.instant();
        Instant end = until == null || until.isAfter(now) ? now : until;
        if (end.isBefore(Instant.EPOCH)) {
            throw ProblemException.invalid("?until", "ask for a time from 1970 on");
        }
        Instant begin = from == null ? end.minus(USUAL) : from;
        if (!begin.isBefore(end) || Duration.between(begin, end).compareTo(MOST) > 0) {
            throw ProblemException.invalid(
                    "?from", "ask for a time that ends after it begins, and has at most 100 days");
        }
        Selector selector = Selector.ofQuery(label == null ? List.of() : label);
        var query = new WindowQuery(new ModelRef(model, version), device, stream, json.text(selector.labels()));
        return jdbi.inTransaction(transaction -> {
            if (new WindowTable(transaction).firstEnd(query.version()).isEmpty()) {
                registry.require(query.version());
            }
            var plotting = new Plotting(begin, end, points);
            try (Stream<Window> windows = new WindowTable(transaction).matching(query, begin, end)) {
                windows.forEach(plotting::add);
            }
            return plotting.plot(new Profiles(transaction).of(query.version(), now));
        });
    }

    /** Alerts of drift, the newest first; {@code open} are those that last. */
    @Get("/drift-alerts")
    Page<DriftAlert> alerts(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor,
            @Nullable @QueryValue @Size(max = 63) String device,
            @Nullable @QueryValue @Size(max = 63) String model,
            @Nullable @QueryValue Integer version,
            @Nullable @QueryValue Boolean open) {
        var query = new AlertQuery(device, model, version, open);
        UUID before = Cursor.idOf(cursor);
        List<DriftAlert> found = jdbi.withHandle(handle -> new AlertTable(handle, json).list(query, before, limit + 1));
        return Page.of(found, limit, alert -> Cursor.of(alert.id()));
    }
}
