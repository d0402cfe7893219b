package io.fieldloop.hub.ingest;

import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/** Tells why a batch was not written: because of what is in it, or because of the database. */
final class WriteFault {
    private WriteFault() {}

    /**
     * Whether the same batch would fail for ever: the database found fault with data (SQLSTATE classes 22 and 23), or the
     * fault is not the database's at all.
     */
    static boolean isOfContent(RuntimeException fault) {
        return !(fault instanceof JdbiException)
                || sqlState(fault)
                        .filter(s -> s.startsWith("22") || s.startsWith("23"))
                        .isPresent();
    }

    /** The first line of what the database says. */
    static String reason(RuntimeException fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private static Optional<String> sqlState(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.ofNullable(sql.getSQLState());
            }
        }
        return Optional.empty();
    }
}
