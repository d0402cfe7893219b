package io.fieldloop.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class PagesTest {
    private final TestHub hub;

    PagesTest(TestHub hub) {
        this.hub = hub;
    }

    private HttpResponse<String> browse(String path) throws Exception {
        return hub.send(hub.anonymous(path).header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
    }

    @Test
    void addressesOfPages_showTheDocumentToAnybody() throws Exception {
        for (String path : List.of("/", "/index.html", "/devices", "/devices/line-1", "/label/fashion")) {
            var answer = browse(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).contains("<title>pages</title>");
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/html");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'self'")
                    .doesNotContain("script-src")
                    .doesNotContain("unsafe-eval");
        }
        assertThat(browse("/assets/app-1234.js").body()).contains("let x");
    }

    @Test
    void addressesOfNothing_areProblemsEvenToBrowsers() throws Exception {
        for (String path : List.of("/api/v1/nonsense", "/assets/gone.js", "/api-viewer/gone.js")) {
            var answer = browse(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        assertThat(hub.send(hub.anonymous("/devices").header("Accept", "application/json"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void pathsThatLeaveTheFolder_findNothing() throws Exception {
        for (String path : List.of(
                "/assets/../../application.yml", "/assets/%2e%2e/%2e%2e/logback.xml", "/..%2fapplication.yml")) {
            assertThat(browse(path).body()).as(path).doesNotContain("micronaut").doesNotContain("appender");
        }
    }

    @Test
    void description_ofTheApi_isServedWithAViewer() throws Exception {
        var description = hub.send(hub.anonymous("/openapi.yml"));

        assertThat(description.statusCode()).isEqualTo(200);
        assertThat(description.body()).contains("openapi: 3.1", "/api/v1/samples", "Fieldloop hub", "bearer");
        assertThat(browse("/api-viewer/index.html").body()).contains("swagger-ui-bundle.js");
        assertThat(browse("/api-viewer/viewer.js").statusCode()).isEqualTo(200);
        assertThat(browse("/api-viewer/parts/swagger-ui-bundle.js").statusCode())
                .isEqualTo(200);
    }
}
