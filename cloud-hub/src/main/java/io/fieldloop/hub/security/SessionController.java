package io.fieldloop.hub.security;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Signs browsers in and out. */
@Controller("/api/v1/session")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
class SessionController {
    private final Tokens tokens;
    private final Sessions sessions;

    SessionController(Tokens tokens, Sessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /** Signs in by a token; the answer sets a cookie that no script can read. */
    @Post
    @Status(HttpStatus.NO_CONTENT)
    HttpResponse<?> signIn(@Body @Valid SignIn signIn, HttpRequest<?> request) {
        Person person = tokens.personOf(new Secret(signIn.token()))
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.UNAUTHENTICATED, "this token is not known, or was taken away", List.of()));
        Secret session = sessions.begin(person);
        return HttpResponse.noContent().cookie(cookie(session.text(), request).maxAge(Sessions.LIFE));
    }

    /** Signs out. */
    @Delete
    @Status(HttpStatus.NO_CONTENT)
    HttpResponse<?> signOut(HttpRequest<?> request) {
        SessionCookie.of(request).ifPresent(sessions::end);
        return HttpResponse.noContent().cookie(cookie("", request).maxAge(0));
    }

    /** Who is signed in. */
    @Get
    @Secured(Roles.VIEWER)
    Person.Shown signedIn(Authentication person) {
        return new Person.Shown(person.getName(), PersonAuthentication.roleOf(person));
    }

    private static Cookie cookie(String value, HttpRequest<?> request) {
        boolean overTls = "https".equals(request.getHeaders().get("X-Forwarded-Proto"));
        return Cookie.of(SessionCookie.NAME, value)
                .path("/")
                .httpOnly(true)
                .sameSite(SameSite.Strict)
                .secure(overTls);
    }

    /** By which token to sign in. */
    @Serdeable
    record SignIn(@NotBlank @Size(max = 200) String token) {}
}
