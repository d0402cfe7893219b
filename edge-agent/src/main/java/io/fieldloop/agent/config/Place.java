package io.fieldloop.agent.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where in the configuration something stands.
 *
 * @param file the name of the file
 * @param key the way from the root, such as {@code streams[0].source}; empty for the root
 */
record Place(String file, String key) {
    Place child(String name) {
        return new Place(file, key.isEmpty() ? name : key + "." + name);
    }

    Place item(int index) {
        return new Place(file, key + "[" + index + "]");
    }

    /** A complaint about this place. */
    ConfigException error(Node node, String complaint) {
        String line = node.getStartMark().map(mark -> ":" + line(mark)).orElse("");
        return new ConfigException(file + line + ": " + (key.isEmpty() ? "" : key + ": ") + complaint);
    }

    /** Lines count from 1 for people. */
    static int line(Mark mark) {
        return mark.getLine() + 1;
    }
}
