package io.fieldloop.hub.web;

import io.fieldloop.hub.problem.ProblemKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Says that a text has a character which the database cannot keep, U+0000: wherever it stood, it is the caller's. */
@Singleton
final class UnstorableTexts implements ExceptionHandler<UnableToExecuteStatementException, HttpResponse<?>> {
    /** PostgreSQL, appendix A: character not in repertoire, untranslatable character. */
    private static final Set<String> STATES = Set.of("22021", "22P05");

    private final ProblemResponses responses;

    UnstorableTexts(ProblemResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // the framework's signature
    public HttpResponse<?> handle(HttpRequest request, UnableToExecuteStatementException failure) {
        if (failure.getCause() instanceof SQLException e && STATES.contains(e.getSQLState())) {
            ProblemKind kind = ProblemKind.INVALID;
            String detail = "a text of the request has the character U+0000, which cannot be kept";
            return ProblemResponses.write(HttpResponse.badRequest(), kind, kind.status(), detail, List.of(), request);
        }
        return responses.processResponse(
                ErrorContext.builder(request).cause(failure).build(), HttpResponse.serverError());
    }
}
