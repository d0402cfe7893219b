package io.fieldloop.hub.web;

import io.fieldloop.hub.problem.Problem;
import io.fieldloop.hub.problem.Problem.FieldError;
import io.fieldloop.hub.problem.ProblemKind;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;

/** Gives every refusal its problem document, those of the framework included. */
@Singleton
@Primary
final class ProblemResponses implements ErrorResponseProcessor<Problem> {
    private static final MediaType PROBLEM = MediaType.of(Problem.MEDIA_TYPE);

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        List<FieldError> errors = context.getErrors().stream()
                .filter(e -> e.getPath().isPresent())
                .map(e -> new FieldError(e.getPath().get(), e.getMessage()))
                .toList();
        String detail = context.getErrors().isEmpty()
                ? response.reason()
                : context.getErrors().getFirst().getMessage();
        return write(response, kind(response.code()), response.code(), detail, errors, context.getRequest());
    }

    /** Puts a problem into a response. */
    static MutableHttpResponse<Problem> write(
            MutableHttpResponse<?> response,
            ProblemKind kind,
            int status,
            String detail,
            List<FieldError> errors,
            HttpRequest<?> request) {
        var problem = new Problem(kind.type(), kind.title(), status, detail, errors, TraceId.of(request));
        return response.body(problem).contentType(PROBLEM);
    }

    private static ProblemKind kind(int status) {
        return Arrays.stream(ProblemKind.values())
                .filter(k -> k.status() == status)
                .findFirst()
                .orElse(status < 500 ? ProblemKind.INVALID : ProblemKind.FAILED);
    }
}
