package io.fieldloop.hub.web;

import io.fieldloop.hub.problem.ProblemKind;
import io.micronaut.core.io.ResourceLoader;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Answers what nothing else answers. The web pages are one document that shows what its address says, so a browser that
 * asks for an address of a page gets that document; everybody else gets a problem.
 */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
class PageFallback {
    private static final String DOCUMENT = "classpath:public/index.html";
    private static final List<String> NO_PAGES = List.of("/api/", "/device/", "/assets/", "/api-viewer/");

    private final ResourceLoader resources;

    PageFallback(ResourceLoader resources) {
        this.resources = resources;
    }

    @Error(status = HttpStatus.NOT_FOUND, global = true)
    HttpResponse<?> notFound(HttpRequest<?> request) {
        Optional<InputStream> document = isPage(request) ? resources.getResourceAsStream(DOCUMENT) : Optional.empty();
        if (document.isPresent()) {
            return HttpResponse.ok(new StreamedFile(document.get(), MediaType.TEXT_HTML_TYPE))
                    .header(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
        ProblemKind kind = ProblemKind.NOT_FOUND;
        String detail = "there is nothing at %s".formatted(request.getPath());
        return ProblemResponses.write(HttpResponse.notFound(), kind, kind.status(), detail, List.of(), request);
    }

    private static boolean isPage(HttpRequest<?> request) {
        return request.getMethod() == HttpMethod.GET
                && NO_PAGES.stream().noneMatch(request.getPath()::startsWith)
                && request.getHeaders().accept().stream().anyMatch(t -> t.equals(MediaType.TEXT_HTML_TYPE));
    }
}
