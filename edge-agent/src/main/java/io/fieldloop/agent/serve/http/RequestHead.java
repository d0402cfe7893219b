package io.fieldloop.agent.serve.http;

import java.util.List;
import java.util.Optional;

/**
 * What comes before the body of a request.
 *
 * @param method such as {@code POST}
 * @param path starts with {@code /}; without the query
 * @param http11 whether the client speaks HTTP/1.1, and not 1.0
 * @param fields in order
 * @param bodyBytes how long the body is; 0 without one
 */
record RequestHead(String method, String path, boolean http11, List<Field> fields, long bodyBytes) {
    /** Stands for a request that cannot be read. */
    static final RequestHead UNREADABLE = new RequestHead("GET", "/", true, List.of(), 0);

    RequestHead {
        fields = List.copyOf(fields);
    }

    /** The value of the first field of this name, whatever its case. */
    Optional<String> field(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** Whether the client is ready for another request on this connection. */
    boolean keepsAlive() {
        return !announces("close") && (http11 || announces("keep-alive"));
    }

    /** Whether an option is in the list of the field {@code Connection}, which may be spread over several lines. */
    private boolean announces(String option) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase("Connection")) {
                for (String announced : field.value().split(",")) {
                    if (announced.strip().equalsIgnoreCase(option)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    boolean expectsContinue() {
        return http11 && field("Expect").orElse("").equalsIgnoreCase("100-continue");
    }

    /** A name and its value, without the blanks around it. */
    record Field(String name, String value) {}
}
