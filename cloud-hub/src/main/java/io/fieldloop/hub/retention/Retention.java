package io.fieldloop.hub.retention;

import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.fieldloop.hub.security.Audit;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What is kept by policy. Thread-safe. */
@Singleton
final class Retention {
    private final Jdbi jdbi;
    private final JsonColumns json;
    private final InstantSource clock;
    private final Audit audit;
    private final Bell bell;

    Retention(Jdbi jdbi, JsonColumns json, InstantSource clock, Audit audit, Bell bell) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
        this.audit = audit;
        this.bell = bell;
    }

    /** The policy in force. */
    StoredPolicy policy() {
        return jdbi.withHandle(this::read);
    }

    private StoredPolicy read(Handle handle) {
        return handle.createQuery("SELECT * FROM retention_policy")
                .map((row, _) -> new StoredPolicy(
                        row.getLong("revision"),
                        new RetentionPolicy(json.readList(row.getString("rules"), RetentionRule.class)),
                        row.getString("set_by"),
                        row.getTimestamp("set_at").toInstant()))
                .findOne()
                .orElse(new StoredPolicy(0, RetentionPolicy.EVERYTHING, null, null));
    }

    /**
     * Puts another policy in force in place of the one that nobody has changed since {@code revision}.
     *
     * @throws ProblemException if it was changed
     */
    void replace(RetentionPolicy policy, long revision, String by) {
        jdbi.useTransaction(transaction -> {
            if (!put(transaction, policy, revision, by)) {
                throw new ProblemException(
                        ProblemKind.CHANGED,
                        "the retention policy is not at revision %d any more; read it again".formatted(revision),
                        List.of());
            }
            audit.record(transaction, by, "retention.policy", "revision " + (revision + 1));
        });
        bell.ring();
    }

    private boolean put(Handle transaction, RetentionPolicy policy, long revision, String by) {
        int changed = transaction
                .createUpdate("""
                        INSERT INTO retention_policy AS before (revision, rules, set_by, set_at)
                        SELECT 1, :rules::jsonb, :by, :now WHERE :revision = 0 OR EXISTS (SELECT FROM retention_policy)
                        ON CONFLICT (single) DO UPDATE SET revision = before.revision + 1, rules = excluded.rules,
                            set_by = excluded.set_by, set_at = excluded.set_at
                        WHERE before.revision = :revision""")
                .bind("rules", json.text(policy.rules()))
                .bind("by", by)
                .bind("now", clock.instant().truncatedTo(ChronoUnit.MICROS))
                .bind("revision", revision)
                .execute();
        return changed == 1;
    }

    /** What goes by the policy in force now, within a transaction. */
    List<Part> plan(Handle transaction) {
        return plan(transaction, read(transaction).policy());
    }

    private List<Part> plan(Handle transaction, RetentionPolicy policy) {
        return RetentionPlan.of(policy, transaction, json, clock.instant());
    }

    /** What would go by a policy now. */
    Forecast forecast(RetentionPolicy policy) {
        return jdbi.inTransaction(transaction -> Forecast.of(transaction, plan(transaction, policy)));
    }
}
