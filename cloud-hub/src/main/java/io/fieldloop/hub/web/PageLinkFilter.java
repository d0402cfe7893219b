package io.fieldloop.hub.web;

import io.fieldloop.hub.paging.Page;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.uri.UriBuilder;

/** Says in a {@code Link} header (RFC 8288) where the next page is. */
@ServerFilter("/api/**")
final class PageLinkFilter {
    @ResponseFilter
    void link(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (response.body() instanceof Page<?> page && page.next() != null) {
            String next = UriBuilder.of(request.getUri())
                    .replaceQueryParam("cursor", page.next())
                    .build()
                    .toString();
            response.header(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(next));
        }
    }
}
