package io.fieldloop.hub.datasets;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.protocol.ModelName;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Datasets and what is imported into them. Thread-safe. */
@Singleton
public final class Datasets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MAX_DESCRIPTION = 2_000;

    private final Jdbi jdbi;
    private final BlobStore blobs;
    private final InstantSource clock;
    private final Registry registry;
    private final Audit audit;

    Datasets(Jdbi jdbi, BlobStore blobs, InstantSource clock, Registry registry, Audit audit) {
        this.jdbi = jdbi;
        this.blobs = blobs;
        this.clock = clock;
        this.registry = registry;
        this.audit = audit;
    }

    /**
     * Makes a dataset, or changes its description.
     *
     * @throws ProblemException if a field is wrong, there is no such model, or the dataset is of another one
     */
    void put(String name, ModelName model, String description, String by) {
        if (!NAME.matcher(name).matches()) {
            throw ProblemException.invalid(
                    "{name}", "a name is 1 to 63 of a-z, 0-9 and '-', not starting or ending with '-'");
        }
        if (description.length() > MAX_DESCRIPTION) {
            throw ProblemException.invalid(
                    "/description", "a description has at most %d characters".formatted(MAX_DESCRIPTION));
        }
        registry.brief(model);
        jdbi.useTransaction(transaction -> {
            String owner = put(transaction, name, model, description);
            if (!owner.equals(model.value())) {
                throw ProblemException.conflict("dataset %s is of model %s".formatted(name, owner));
            }
            audit.record(transaction, by, "dataset.put", name);
        });
    }

    /** The model that the dataset is of; if it is another one, nothing has changed. */
    private String put(Handle transaction, String name, ModelName model, String description) {
        return transaction
                .createQuery("""
                        INSERT INTO dataset (name, model, description, created_at)
                        VALUES (:name, :model, :description, :at)
                        ON CONFLICT (name) DO UPDATE SET description = CASE WHEN dataset.model = excluded.model
                            THEN excluded.description ELSE dataset.description END
                        RETURNING model
                        """)
                .bind("name", name)
                .bind("model", model)
                .bind("description", description)
                .bind("at", now())
                .mapTo(String.class)
                .one();
    }

    /**
     * A dataset.
     *
     * @throws ProblemException if there is none
     */
    public Dataset require(String name) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE d.name = :name")
                        .bind("name", name)
                        .map((row, _) -> dataset(row))
                        .findOne())
                .orElseThrow(() -> ProblemException.notFound("dataset", name));
    }

    /** Datasets by name, those after {@code after}. */
    List<Dataset> list(@Nullable String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + "WHERE CAST(:after AS text) IS NULL OR d.name > :after ORDER BY d.name LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> dataset(row))
                .list());
    }

    private static final String SELECT = """
            SELECT d.*, (SELECT count(*) FROM dataset_image i WHERE i.dataset = d.name) AS images,
                (SELECT count(*) FROM labelling_task t WHERE t.model = d.model AND t.state = 'labelled') AS labelled
            FROM dataset d
            """;

    private static Dataset dataset(ResultSet row) throws SQLException {
        return new Dataset(
                row.getString("name"),
                row.getString("model"),
                row.getString("description"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getLong("images"),
                row.getLong("labelled"));
    }

    /**
     * Imports the images of a zip archive, one folder a class.
     *
     * @throws ProblemException if there is no such dataset, or the archive cannot be read
     * @throws IOException if the one who sends it breaks off
     */
    ImportReport importZip(String name, InputStream archive, String by) throws IOException {
        ModelName model = new ModelName(require(name).model());
        Set<String> classes = Set.copyOf(registry.brief(model).labels());
        jdbi.useHandle(handle -> audit.record(handle, by, "dataset.import", name));
        return new ZipImport(jdbi, blobs, name, classes, now()).run(archive);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
