package io.fieldloop.hub.samples;

import io.fieldloop.hub.database.IdSource;
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
    private String order = "id DESC";

    private SampleSearch() {}

    /**
     * The samples that meet everything that is given.
     *
     * @param look the hash of the image that they look like; null for any
     * @param before only those that came before it; null for all
     */
    static SampleSearch of(SampleQuery query, @Nullable Long look, @Nullable UUID before) {
        return new SampleSearch()
                .like(look, query.distance())
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
                .labelled(query.label(), query.labelState());
    }

    private SampleSearch like(@Nullable Long look, int distance) {
        if (look != null) {
            values.put("distance", distance);
        }
        return where("""
                id IN (SELECT id FROM sample_look
                    WHERE look_bands(hash) && look_bands(:look) AND bit_count((hash # :look)::bit(64)) <= :distance)""", "look", look);
    }

    private SampleSearch labelled(@Nullable String label, @Nullable String state) {
        if (label != null) {
            return byIndex("label_class", label).where("label_state = :state", "state", state);
        }
        return "open".equals(state) ? where("label_state = :state", "state", state) : byIndex("label_state", state);
    }

    /**
     * It is mostly older samples that have labels. The planner takes them for evenly spread, and would walk back over all newer
     * samples to find the first. Asked for a range of one value, ordered by it first, it cannot: only its index has that order.
     */
    private SampleSearch byIndex(String column, @Nullable String value) {
        if (value != null) {
            order = column + " DESC, id DESC";
        }
        return where("%s BETWEEN :%s AND :%s".formatted(column, column, column), column, value);
    }

    private SampleSearch where(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
        return this;
    }

    private static @Nullable UUID firstIdOf(@Nullable Instant arrival) {
        return arrival == null ? null : IdSource.firstAt(arrival);
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
        String page = "(SELECT * FROM sample %s ORDER BY %s LIMIT :limit) AS sample".formatted(where, order);
        return handle.createQuery(select.formatted(page) + "ORDER BY sample.id DESC")
                .bindMap(values)
                .bind("limit", limit);
    }
}
