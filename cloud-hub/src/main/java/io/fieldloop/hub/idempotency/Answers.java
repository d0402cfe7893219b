package io.fieldloop.hub.idempotency;

import io.fieldloop.hub.database.Rows;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.fieldloop.protocol.Sha256;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What was answered to requests that must not be done twice. Thread-safe, also against other hubs on the same database. */
@Singleton
class Answers {
    /** How long an answer is kept. */
    static final Duration LIFE = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final JsonMapper json;
    private final InstantSource clock;

    Answers(Jdbi jdbi, JsonMapper json, InstantSource clock) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Begins a request, and forgets those that have grown too old.
     *
     * @return what was answered to it before; empty if it is new
     * @throws ProblemException if the first one is under way, or was of another content
     */
    Optional<Answer> begin(RequestKey key) throws IOException {
        Optional<Kept> before = jdbi.inTransaction(transaction -> {
            transaction.execute(
                    "DELETE FROM idempotency_key WHERE begun_at < ?",
                    clock.instant().minus(LIFE));
            return isNew(transaction, key) ? Optional.empty() : Optional.of(kept(transaction, key));
        });
        return before.isPresent() ? Optional.of(answer(key, before.get())) : Optional.empty();
    }

    private boolean isNew(Handle transaction, RequestKey key) {
        return transaction.execute("""
                        INSERT INTO idempotency_key (name, fingerprint, begun_at) VALUES (?, ?, ?)
                        ON CONFLICT (name) DO NOTHING""", key.name(), key.fingerprint(), clock.instant()) == 1;
    }

    private static Kept kept(Handle transaction, RequestKey key) {
        return transaction
                .createQuery("SELECT fingerprint, answer FROM idempotency_key WHERE name = :name")
                .bind("name", key.name())
                .map(Rows.of(Kept.class))
                .findOne()
                .orElseThrow(Answers::underWay); // forgotten between the two statements
    }

    private Answer answer(RequestKey key, Kept kept) throws IOException {
        if (!kept.fingerprint().equals(key.fingerprint())) {
            throw new ProblemException(
                    ProblemKind.KEY_REUSED,
                    "this Idempotency-Key was used for another request; take a new one",
                    List.of());
        }
        if (kept.answer() == null) {
            throw underWay();
        }
        return json.readValue(key.opened(kept.answer()), Argument.of(Answer.class));
    }

    private static ProblemException underWay() {
        return ProblemException.conflict(
                "a request with this Idempotency-Key is under way, or failed in the hub on its way; "
                        + "if it stays so, look whether it was done before you send it with another key");
    }

    /** Keeps an answer. */
    void keep(RequestKey key, HttpResponse<?> response) throws IOException {
        byte[] body = json.writeValueAsBytes(response.body());
        var answer = new Answer(
                response.code(),
                response.getHeaders().get(HttpHeaders.LOCATION),
                new String(body, StandardCharsets.UTF_8));
        byte[] sealed = key.sealed(json.writeValueAsBytes(answer));
        jdbi.useHandle(
                handle -> handle.execute("UPDATE idempotency_key SET answer = ? WHERE name = ?", sealed, key.name()));
    }

    /** Lets the key be used again. */
    void forget(RequestKey key) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM idempotency_key WHERE name = ?", key.name()));
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares rows
    record Kept(Sha256 fingerprint, byte @Nullable [] answer) {}
}
