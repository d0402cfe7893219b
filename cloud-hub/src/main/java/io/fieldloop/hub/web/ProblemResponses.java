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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every refusal its problem document, those of the framework included. */
@Singleton
@Primary
final class ProblemResponses implements ErrorResponseProcessor<Problem> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);
    private static final MediaType PROBLEM = MediaType.of(Problem.MEDIA_TYPE);

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        if (response.code() >= ProblemKind.FAILED.status()) {
            return failed(context, response);
        }
        List<FieldError> errors = context.getRootCause()
                .map(cause -> RequestFaults.of(cause, context.getRequest()))
                .orElse(List.of());
        String detail = errors.isEmpty() ? reason(context, response) : summary(errors);
        return write(response, kind(response.code()), response.code(), detail, errors, context.getRequest());
    }

    private static String summary(List<FieldError> errors) {
        return errors.stream()
                .map(e -> e.pointer().isEmpty() ? e.detail() : e.pointer() + ": " + e.detail())
                .collect(Collectors.joining("; "));
    }

    private static String reason(ErrorContext context, MutableHttpResponse<?> response) {
        return context.getErrors().isEmpty()
                ? response.reason()
                : context.getErrors()
                        .getFirst()
                        .getMessage()
                        .lines()
                        .findFirst()
                        .orElse(response.reason());
    }

    /** What went wrong inside is for the log, not for the caller. */
    private static MutableHttpResponse<Problem> failed(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        String trace = TraceId.of(request);
        LOG.error(
                "request failed trace={} method={} path={}",
                trace,
                request.getMethodName(),
                request.getPath(),
                context.getRootCause().orElse(null));
        String detail = "the hub could not do this; its log says why under " + trace;
        return write(response, kind(response.code()), response.code(), detail, List.of(), request);
    }

    /** Puts a problem into a response. */
    static MutableHttpResponse<Problem> write(
            MutableHttpResponse<?> response,
            ProblemKind kind,
            int status,
            String detail,
            List<FieldError> errors,
            HttpRequest<?> request) {
        SecurityHeadersFilter.put(request, response);
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
