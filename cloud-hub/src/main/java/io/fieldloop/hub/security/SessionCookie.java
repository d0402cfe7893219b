package io.fieldloop.hub.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import java.util.Optional;

/** The cookie by which a browser is signed in. */
final class SessionCookie {
    static final String NAME = "fieldloop-session";

    private SessionCookie() {}

    static Optional<Secret> of(HttpRequest<?> request) {
        return request.getCookies()
                .findCookie(NAME)
                .map(Cookie::getValue)
                .filter(v -> !v.isEmpty())
                .map(Secret::new);
    }
}
