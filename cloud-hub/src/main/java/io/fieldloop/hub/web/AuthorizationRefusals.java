package io.fieldloop.hub.web;

import io.fieldloop.hub.problem.ProblemKind;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;
import java.util.List;

/** Answers those who may not: 401 if nobody is signed in, 403 otherwise. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class AuthorizationRefusals implements ExceptionHandler<AuthorizationException, MutableHttpResponse<?>> {
    @Override
    @SuppressWarnings("rawtypes") // the framework's signature
    public MutableHttpResponse<?> handle(HttpRequest request, AuthorizationException refusal) {
        ProblemKind kind = refusal.isForbidden() ? ProblemKind.FORBIDDEN : ProblemKind.UNAUTHENTICATED;
        String detail = refusal.isForbidden()
                ? "your role does not allow this"
                : "send a token as 'Authorization: Bearer TOKEN', or sign in";
        MutableHttpResponse<?> response = ProblemResponses.write(
                HttpResponse.status(kind.status(), kind.title()), kind, kind.status(), detail, List.of(), request);
        return refusal.isForbidden() ? response : response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
}
