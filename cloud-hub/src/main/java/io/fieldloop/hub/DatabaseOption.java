package io.fieldloop.hub;

import io.fieldloop.hub.database.DatabaseAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names a PostgreSQL on a command line; the password comes from the environment, where others do not see it. */
final class DatabaseOption {
    @Option(
            names = "--database",
            paramLabel = "URL",
            description = {
                "A PostgreSQL to use, such as jdbc:postgresql://db.example/fieldloop;",
                "its password is in " + DatabaseAddress.PASSWORD_VARIABLE + "."
            })
    private @Nullable String url;

    @Option(names = "--database-user", paramLabel = "ROLE", description = "The role that owns the hub's tables there.")
    private String user = "fieldloop";

    DatabaseOption() {}

    /**
     * The named one; empty if none is named.
     *
     * @throws IllegalArgumentException if what is named is none
     */
    Optional<DatabaseAddress> address() {
        String password = System.getenv(DatabaseAddress.PASSWORD_VARIABLE);
        return Optional.ofNullable(url)
                .map(named -> new DatabaseAddress(named, user, password == null ? "" : password));
    }
}
