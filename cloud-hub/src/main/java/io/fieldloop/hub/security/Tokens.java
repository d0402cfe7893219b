package io.fieldloop.hub.security;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.database.Rows;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The tokens that let people and their programs in. Thread-safe. */
@Singleton
class Tokens {
    private final Jdbi jdbi;
    private final IdSource ids;
    private final InstantSource clock;
    private final Audit audit;

    Tokens(Jdbi jdbi, IdSource ids, InstantSource clock, Audit audit) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
    }

    /** Makes a token; {@code actor} is who does. */
    Token create(String name, Role role, Secret secret, String actor) {
        return jdbi.inTransaction(transaction -> {
            var token = new Token(ids.next(), name, role, clock.instant(), actor);
            insert(transaction, token, secret);
            audit.record(transaction, actor, "token.create", name + " as " + role.text());
            return token;
        });
    }

    private static void insert(Handle transaction, Token token, Secret secret) {
        transaction
                .createUpdate("""
                        INSERT INTO token (id, name, role, digest, created_at, created_by)
                        VALUES (:id, :name, :role, :digest, :createdAt, :createdBy)""")
                .bind("id", token.id())
                .bind("name", token.name())
                .bind("role", token.role().text())
                .bind("digest", secret.digest())
                .bind("createdAt", token.createdAt())
                .bind("createdBy", token.createdBy())
                .execute();
    }

    /** Whom a token lets in. */
    Optional<Person> personOf(Secret token) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id, name, role FROM token WHERE digest = :digest")
                .bind("digest", token.digest())
                .map(Rows.of(Person.class))
                .findOne());
    }

    /** Whether somebody can still give and take access. */
    boolean anyAdmin() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT EXISTS (SELECT FROM token WHERE role = 'admin')")
                .mapTo(Boolean.class)
                .one());
    }

    /** The tokens before one, or the newest, newest first. */
    List<Token> before(@Nullable UUID id, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, name, role, created_at, created_by FROM token
                        WHERE :before::uuid IS NULL OR id < :before::uuid
                        ORDER BY id DESC LIMIT :limit""")
                .bind("before", id)
                .bind("limit", limit)
                .map(Rows.of(Token.class))
                .list());
    }

    /** Takes a token away, and with it every session that it began. False if there is none. */
    boolean delete(UUID id, String actor) {
        return jdbi.inTransaction(transaction -> {
            Optional<String> name = transaction
                    .createQuery("DELETE FROM token WHERE id = :id RETURNING name")
                    .bind("id", id)
                    .mapTo(String.class)
                    .findOne();
            name.ifPresent(n -> audit.record(transaction, actor, "token.delete", n));
            return name.isPresent();
        });
    }
}
