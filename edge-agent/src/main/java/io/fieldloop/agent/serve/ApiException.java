package io.fieldloop.agent.serve;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is not granted; says why and, where it helps, what to do. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> fields;

    ApiException(int status, String message) {
        this(status, message, Map.of());
    }

    /**
     * Says what is wrong.
     *
     * @param fields of the answer, besides those of every error
     */
    ApiException(int status, String message, Map<String, String> fields) {
        super(message);
        this.status = status;
        this.fields = Map.copyOf(fields);
    }

    /** The request is wrong. */
    static ApiException wrong(String message, @Nullable Object... parts) {
        return new ApiException(400, message.formatted(parts));
    }

    int status() {
        return status;
    }

    Map<String, String> fields() {
        return fields;
    }
}
