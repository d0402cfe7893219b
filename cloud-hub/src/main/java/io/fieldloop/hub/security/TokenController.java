package io.fieldloop.hub.security;

import io.fieldloop.hub.idempotency.Idempotent;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives and takes tokens, for admins. */
@Controller("/api/v1/tokens")
@Secured(Roles.ADMIN)
@ExecuteOn(TaskExecutors.BLOCKING)
class TokenController {
    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Makes a token. Its secret is in this answer and nowhere else. */
    @Post
    @Status(HttpStatus.CREATED)
    @Idempotent
    NewToken create(@Body @Valid Wanted wanted, Authentication actor) {
        Secret secret = Secret.random();
        Token token = tokens.create(wanted.name(), wanted.role(), secret, actor.getName());
        return new NewToken(token.id(), token.name(), token.role(), token.createdAt(), secret.text());
    }

    /** The tokens without their secrets, newest first. */
    @Get
    Page<Token> list(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        return Page.of(tokens.before(Cursor.idOf(cursor), limit + 1), limit, t -> Cursor.of(t.id()));
    }

    /** Takes a token away at once, with the sessions that it began. */
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void delete(UUID id, Authentication actor) {
        if (!tokens.delete(id, actor.getName())) {
            throw ProblemException.notFound("token", id);
        }
    }

    /** A token that is asked for. */
    @Serdeable
    record Wanted(@NotBlank @Size(max = 100) String name, Role role) {}

    /** A token that was made. */
    @Serdeable
    record NewToken(UUID id, String name, Role role, Instant createdAt, String token) {}
}
