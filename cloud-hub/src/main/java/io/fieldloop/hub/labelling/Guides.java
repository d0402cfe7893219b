package io.fieldloop.hub.labelling;

import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.labelling.Guide.GuideClass;
import io.fieldloop.hub.labelling.Guide.NewGuide;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.Brief;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.protocol.ModelName;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The guides of all models; older versions are kept, because labels name them. Thread-safe. */
@Singleton
final class Guides {
    private final Jdbi jdbi;
    private final JsonColumns json;
    private final InstantSource clock;
    private final Registry registry;
    private final Audit audit;

    Guides(Jdbi jdbi, JsonColumns json, InstantSource clock, Registry registry, Audit audit) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
        this.registry = registry;
        this.audit = audit;
    }

    /**
     * The newest guide of a model; before one is written, the one that follows from the brief.
     *
     * @throws ProblemException if there is no such model
     */
    Guide newest(ModelName model) {
        Brief brief = registry.brief(model);
        return jdbi.withHandle(handle -> newest(handle, model)).orElseGet(() -> Guide.of(brief));
    }

    /**
     * Writes the next version of a guide; the same again stays the version it is.
     *
     * @throws ProblemException if there is no such model or a field is wrong
     */
    Guide write(ModelName model, NewGuide written, String by) {
        Guide.check(written, registry.brief(model));
        return jdbi.inTransaction(transaction -> {
            lock(transaction, model);
            Guide before = newest(transaction, model).orElseGet(() -> Guide.of(registry.brief(model)));
            var next = new Guide(before.version() + 1, written.markdown(), written.classes());
            if (next.markdown().equals(before.markdown()) && next.classes().equals(before.classes())) {
                return before;
            }
            insert(transaction, model, next, by);
            audit.record(transaction, by, "guide.write", "%s version %d".formatted(model, next.version()));
            return next;
        });
    }

    /** Refuses a version that the guide of a model never had. */
    void requireVersion(Handle handle, ModelName model, int version) {
        int newest = newest(handle, model).map(Guide::version).orElse(0);
        if (version < 0 || version > newest) {
            throw ProblemException.invalid(
                    "/guideVersion",
                    "the guide of model %s has no version %d; the newest is %d".formatted(model, version, newest));
        }
    }

    private static void lock(Handle handle, ModelName model) {
        handle.createQuery("SELECT name FROM model WHERE name = :model FOR NO KEY UPDATE")
                .bind("model", model)
                .mapTo(String.class)
                .one();
    }

    private Optional<Guide> newest(Handle handle, ModelName model) {
        return handle.createQuery("""
                        SELECT version, markdown, classes FROM labelling_guide WHERE model = :model
                        ORDER BY version DESC LIMIT 1
                        """)
                .bind("model", model)
                .map((row, _) -> new Guide(
                        row.getInt("version"),
                        row.getString("markdown"),
                        json.readList(row.getString("classes"), GuideClass.class)))
                .findOne();
    }

    private void insert(Handle handle, ModelName model, Guide guide, String by) {
        handle.createUpdate("""
                        INSERT INTO labelling_guide (model, version, markdown, classes, written_by, written_at)
                        VALUES (:model, :version, :markdown, CAST(:classes AS jsonb), :by, :at)
                        """)
                .bind("model", model)
                .bind("version", guide.version())
                .bind("markdown", guide.markdown())
                .bind("classes", json.text(guide.classes()))
                .bind("by", by)
                .bind("at", clock.instant())
                .execute();
    }
}
