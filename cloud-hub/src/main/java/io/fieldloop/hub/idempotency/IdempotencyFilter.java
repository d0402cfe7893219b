package io.fieldloop.hub.idempotency;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.FilterContinuation;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers a request that was answered before as it was answered before. */
@Idempotent
@ServerFilter("/api/**")
final class IdempotencyFilter implements Ordered {
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int FIRST_REFUSAL = 400;

    private final Answers answers;

    IdempotencyFilter(Answers answers) {
        this.answers = answers;
    }

    /** Only those who are let in may use a key. */
    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.after();
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.IO)
    HttpResponse<?> once(HttpRequest<?> request, @Nullable @Body String body, FilterContinuation<HttpResponse<?>> work)
            throws IOException {
        String header = request.getHeaders().get(Idempotent.HEADER);
        Optional<String> credential = credential(request);
        if (header == null || credential.isEmpty()) {
            return work.proceed();
        }
        String target = request.getMethodName() + " " + request.getUri();
        var key = RequestKey.of(header, credential.get(), target, body == null ? "" : body);
        Optional<Answer> before = answers.begin(key);
        return before.isPresent() ? before.get().response() : answered(key, work.proceed());
    }

    /** What lets the sender in, with the secret in it; the filter before this one has looked at it. */
    private static Optional<String> credential(HttpRequest<?> request) {
        return request.getHeaders()
                .getFirst(HttpHeaders.AUTHORIZATION)
                .or(() -> request.getHeaders().getFirst(HttpHeaders.COOKIE));
    }

    private HttpResponse<?> answered(RequestKey key, HttpResponse<?> response) throws IOException {
        if (response.code() < FIRST_REFUSAL) {
            answers.keep(key, response);
        } else if (response.code() < FIRST_SERVER_ERROR) {
            answers.forget(key);
        }
        return response;
    }
}
