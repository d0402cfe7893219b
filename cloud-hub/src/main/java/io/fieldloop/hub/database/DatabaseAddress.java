package io.fieldloop.hub.database;

import java.util.Map;

/**
 * Where a PostgreSQL is.
 *
 * @param url for JDBC, without credentials
 * @param user the role that owns the hub's tables
 * @param password the role's
 */
public record DatabaseAddress(String url, String user, String password) {
    /** The environment variable from which programs take the password. */
    public static final String PASSWORD_VARIABLE = "FIELDLOOP_DATABASE_PASSWORD";

    private static final String PREFIX = "jdbc:postgresql:";

    /**
     * Checks the URL.
     *
     * @throws IllegalArgumentException if it is none of PostgreSQL
     */
    public DatabaseAddress {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "'%s' is no database; give one such as %s//db.example:5432/fieldloop".formatted(url, PREFIX));
        }
    }

    /** What the program's configuration calls them. */
    public Map<String, Object> properties() {
        return Map.of(
                "datasources.default.url", url,
                "datasources.default.username", user,
                "datasources.default.password", password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
