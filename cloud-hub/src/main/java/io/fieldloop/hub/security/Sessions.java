package io.fieldloop.hub.security;

import io.fieldloop.hub.database.Rows;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Browsers that are signed in. Thread-safe. */
@Singleton
class Sessions {
    /** How long a session lasts. */
    static final Duration LIFE = Duration.ofHours(12);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Audit audit;

    Sessions(Jdbi jdbi, InstantSource clock, Audit audit) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.audit = audit;
    }

    /** Begins a session, and forgets those that have ended. */
    Secret begin(Person person) {
        Secret secret = Secret.random();
        jdbi.useTransaction(transaction -> {
            transaction.execute("DELETE FROM session WHERE expires_at < ?", clock.instant());
            transaction.execute(
                    "INSERT INTO session (digest, token_id, expires_at) VALUES (?, ?, ?)",
                    secret.digest(),
                    person.tokenId(),
                    clock.instant().plus(LIFE));
            audit.record(
                    transaction,
                    person.name(),
                    "session.begin",
                    person.tokenId().toString());
        });
        return secret;
    }

    /** Whose session it is. */
    Optional<Person> personOf(Secret session) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT token.id, token.name, token.role
                        FROM session JOIN token ON token.id = session.token_id
                        WHERE session.digest = :digest AND session.expires_at > :now""")
                .bind("digest", session.digest())
                .bind("now", clock.instant())
                .map(Rows.of(Person.class))
                .findOne());
    }

    /** Ends a session. */
    void end(Secret session) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM session WHERE digest = ?", session.digest()));
    }
}
