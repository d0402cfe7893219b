package io.fieldloop.hub.security;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Finds out who sent a request: by {@code Authorization: Bearer TOKEN}, or else by the cookie of a session. */
@Singleton
final class PersonAuthentication implements AuthenticationFetcher<HttpRequest<?>> {
    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final Sessions sessions;
    private final ExecutorService blocking;

    PersonAuthentication(Tokens tokens, Sessions sessions, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.blocking = blocking;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        Optional<Secret> token = bearer(request);
        Optional<Secret> session = token.isPresent() ? Optional.empty() : SessionCookie.of(request);
        if (token.isEmpty() && session.isEmpty()) {
            return Mono.empty();
        }
        return Mono.fromCallable(() -> token.flatMap(tokens::personOf).or(() -> session.flatMap(sessions::personOf)))
                .subscribeOn(Schedulers.fromExecutorService(blocking))
                .flatMap(Mono::justOrEmpty)
                .map(PersonAuthentication::of);
    }

    private static Optional<Secret> bearer(HttpRequest<?> request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
                .filter(h -> h.startsWith(BEARER))
                .map(h -> new Secret(h.substring(BEARER.length()).strip()));
    }

    private static Authentication of(Person person) {
        return Authentication.build(person.name(), person.role().withThoseBelow());
    }

    /** The highest role of somebody who is signed in. */
    static Role roleOf(Authentication person) {
        return Arrays.stream(Role.values())
                .filter(r -> person.getRoles().contains(r.text()))
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalStateException(person.getName() + " has no role"));
    }
}
