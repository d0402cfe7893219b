package io.fieldloop.hub.samples;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The statement that finds a page of samples. It holds a condition for each filter that is given and no other, so that the
 * database plans for what is asked.
 */
final class SampleSearch {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    private SampleSearch() {}

    /** The samples that meet everything that is given; with {@code before}, only those that came before it. */
    static SampleSearch of(SampleQuery query, @Nullable UUID before) {
        return new SampleSearch()
                .where("id < :before", "before", before)
                .where("id >= :from", "from", firstIdOf(query.from()))
                .where("id < :until", "until", firstIdOf(query.until()))
                .where("device_id = :device", "device", query.device())
                .where("stream = :stream", "stream", query.stream())
                .where("model = :model", "model", query.model())
                .where("version = :version", "version", query.version())
                .where("class = :class", "class", query.className())
                .where("confidence >= :minConfidence", "minConfidence", query.minConfidence())
                .where("confidence <= :maxConfidence", "maxConfidence", query.maxConfidence())
                .where("rules @> ARRAY[:rule::text]", "rule", query.rule())
                .where("label_class = :label", "label", query.label())
                .where("label_state = :state", "state", query.labelState());
    }

    private SampleSearch where(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
        return this;
    }

    /** The least id that a sample can have which arrived then or later: ids begin with 48 bits of Unix milliseconds. */
    private static @Nullable UUID firstIdOf(@Nullable Instant arrival) {
        return arrival == null ? null : new UUID(arrival.toEpochMilli() << 16, 0);
    }

    /**
     * The statement, newest first.
     *
     * @param handle of a transaction, in which statements are planned for their values from here on: a plan for any value
     *     would walk over all samples to find a rare one
     */
    Query newestFirst(Handle handle, String select, int limit) {
        handle.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
        String page = "(SELECT * FROM sample %s ORDER BY id DESC LIMIT :limit) AS sample".formatted(where);
        return handle.createQuery(select.formatted(page) + "ORDER BY sample.id DESC")
                .bindMap(values)
                .bind("limit", limit);
    }
}
