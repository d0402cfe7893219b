package io.fieldloop.hub.web;

import io.fieldloop.hub.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers with the problem that a feature refused the request with. */
@Singleton
final class ProblemExceptionHandler implements ExceptionHandler<ProblemException, HttpResponse<?>> {
    @Override
    @SuppressWarnings("rawtypes") // the framework's signature
    public HttpResponse<?> handle(HttpRequest request, ProblemException refusal) {
        int status = refusal.kind().status();
        return ProblemResponses.write(
                HttpResponse.status(status, refusal.kind().title()),
                refusal.kind(),
                status,
                refusal.detail(),
                refusal.errors(),
                request);
    }
}
