package io.fieldloop.hub.web;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Refuses changes that another site's page makes a browser send. A browser sends its cookies along by itself, and says
 * which page it was in {@code Origin}; a program with a token in {@code Authorization} sends no cookie.
 */
@ServerFilter("/api/**")
final class OriginFilter {
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @RequestFilter
    void refuseForeign(HttpRequest<?> request) {
        boolean byCookie = request.getHeaders().contains(HttpHeaders.COOKIE)
                && !request.getHeaders().contains(HttpHeaders.AUTHORIZATION);
        if (byCookie && !HARMLESS.contains(request.getMethod()) && !isOwn(request)) {
            throw new ProblemException(
                    ProblemKind.FORBIDDEN,
                    "a change made with a session must come from the hub's own pages; use a token instead",
                    List.of());
        }
    }

    private static boolean isOwn(HttpRequest<?> request) {
        String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
        String host = request.getHeaders().get(HttpHeaders.HOST);
        return origin != null && host != null && host.equalsIgnoreCase(authority(origin));
    }

    private static String authority(String origin) {
        try {
            return String.valueOf(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
