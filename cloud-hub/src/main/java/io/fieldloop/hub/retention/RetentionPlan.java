package io.fieldloop.hub.retention;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.retention.Part.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds what goes by a policy now: for each bound of each rule, the samples beyond it that no other bound has before. */
final class RetentionPlan {
    private final Handle handle;
    private final JsonColumns json;
    private final Instant now;
    private final List<Part> parts = new ArrayList<>();

    private RetentionPlan(Handle handle, JsonColumns json, Instant now) {
        this.handle = handle;
        this.json = json;
        this.now = now;
    }

    /** The parts, within a transaction. */
    static List<Part> of(RetentionPolicy policy, Handle transaction, JsonColumns json, Instant now) {
        var plan = new RetentionPlan(transaction, json, now);
        Selection left = Selection.ALL;
        for (RetentionRule rule : policy.rules()) {
            Selection scope = plan.scope(rule);
            plan.add(rule, left.and(scope));
            left = left.butNot(scope);
        }
        return plan.parts;
    }

    private Selection scope(RetentionRule rule) {
        Selection scope = Selection.ALL;
        if (rule.stream() != null) {
            scope = scope.and("stream = ?", rule.stream().value());
        }
        if (!rule.devices().labels().isEmpty()) {
            String labels = json.text(rule.devices().labels());
            scope = scope.and("device_id IN (SELECT id FROM device WHERE labels @> ?::jsonb)", labels);
        }
        return scope;
    }

    private void add(RetentionRule rule, Selection scope) {
        List<Kept> kept = rule.keepLabelled() ? List.of(Kept.LABELLED, Kept.IN_SNAPSHOT) : List.of(Kept.IN_SNAPSHOT);
        Selection left = scope;
        for (Beyond bound : bounds(rule, new SelectedSamples(handle, scope))) {
            parts.add(new Part(bound.reason, left.and(bound.which), kept));
            left = left.butNot(bound.which);
        }
    }

    private List<Beyond> bounds(RetentionRule rule, SelectedSamples samples) {
        List<Beyond> bounds = new ArrayList<>();
        if (rule.maxAgeDays() != null) {
            UUID oldest = IdSource.firstAt(now.minus(Duration.ofDays(rule.maxAgeDays())));
            bounds.add(new Beyond(Reason.AGE, Selection.ALL.and("id < ?", oldest)));
        }
        if (rule.maxSamples() != null) {
            upTo(samples.beyondCount(rule.maxSamples()), Reason.COUNT).ifPresent(bounds::add);
        }
        if (rule.maxBytes() != null) {
            upTo(samples.beyondSize(rule.maxBytes()), Reason.SIZE).ifPresent(bounds::add);
        }
        return bounds;
    }

    private static Optional<Beyond> upTo(Optional<UUID> newest, Reason reason) {
        return newest.map(id -> new Beyond(reason, Selection.ALL.and("id <= ?", id)));
    }

    /** What a bound lets go. */
    private record Beyond(Reason reason, Selection which) {}
}
