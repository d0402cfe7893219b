package io.fieldloop.hub;

import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON value of an answer, read by paths such as {@code ledger/stored} or {@code items/0/id}. */
public record Json(JsonNode node) {
    /** What stands at a path; fails the test if there is nothing. */
    public Json at(String path) {
        JsonNode found = node;
        for (String step : path.split("/")) {
            found = step(found, step);
            if (found == null) {
                throw new AssertionError("there is no '%s' in %s".formatted(path, this));
            }
        }
        return new Json(found);
    }

    private static @Nullable JsonNode step(JsonNode from, String step) {
        return from.isArray() ? from.get(Integer.parseInt(step)) : from.get(step);
    }

    /** The text at a path. */
    public String text(String path) {
        return at(path).node.getStringValue();
    }

    /** The whole number at a path. */
    public long number(String path) {
        return at(path).node.getLongValue();
    }

    /** The truth at a path. */
    public boolean flag(String path) {
        return at(path).node.getBooleanValue();
    }

    /** Whether null stands at a path. */
    public boolean isNull(String path) {
        return at(path).node.isNull();
    }

    /** The elements of the array at a path. */
    public List<Json> list(String path) {
        var elements = new ArrayList<Json>();
        at(path).node.values().forEach(v -> elements.add(new Json(v)));
        return elements;
    }

    @Override
    public String toString() {
        return String.valueOf(node.getValue());
    }
}
