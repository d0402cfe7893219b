package io.fieldloop.hub.security;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.database.Rows;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who changed what. Thread-safe. */
@Singleton
public final class Audit {
    private final Jdbi jdbi;
    private final IdSource ids;
    private final InstantSource clock;

    Audit(Jdbi jdbi, IdSource ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Writes down a change, in the transaction that makes it.
     *
     * @param actor the name of who is signed in, or {@code hub}
     * @param action what was done, such as {@code token.create}
     * @param subject to what
     */
    public void record(Handle transaction, String actor, String action, String subject) {
        transaction
                .createUpdate("""
                        INSERT INTO audit (id, at, actor, action, subject)
                        VALUES (:id, :at, :actor, :action, :subject)""")
                .bind("id", ids.next())
                .bind("at", clock.instant())
                .bind("actor", actor)
                .bind("action", action)
                .bind("subject", subject)
                .execute();
    }

    /** The entries before one, or the newest, newest first. */
    List<AuditEntry> before(@Nullable UUID id, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, at, actor, action, subject FROM audit
                        WHERE :before::uuid IS NULL OR id < :before::uuid
                        ORDER BY id DESC LIMIT :limit""")
                .bind("before", id)
                .bind("limit", limit)
                .map(Rows.of(AuditEntry.class))
                .list());
    }
}
