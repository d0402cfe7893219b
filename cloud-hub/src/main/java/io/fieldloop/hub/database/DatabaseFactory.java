package io.fieldloop.hub.database;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Makes the bean through which every feature speaks to the database. */
@Factory
final class DatabaseFactory {
    @Singleton
    Jdbi jdbi(DataSource migrated) {
        Jdbi jdbi = Jdbi.create(migrated);
        ColumnTypes.register(jdbi);
        return jdbi;
    }
}
