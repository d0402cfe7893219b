package io.fieldloop.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedHub.class)
class ProblemTest {
    private final TestHub hub;

    ProblemTest(TestHub hub) {
        this.hub = hub;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': 'a', 'role': 'viewer', 'colour': 'red'} | /colour | colour",
                "{'name': 'a'}                                    | /role   | role",
                "{'name': 'a', 'role': 'king'}                    | /role   | king",
                "{'name': 'a', 'role': {'is': 'viewer'}}           | /role   | OBJECT",
                "{'name': '', 'role': 'viewer'}                   | /name   | blank",
                "{'name': null, 'role': 'viewer'}                 | /name   | name",
            })
    void body_withAWrongField_isRefusedNamingIt(String body, String pointer, String detail) throws Exception {
        var answer = hub.send("POST", "/api/v1/tokens", body.replace('\'', '"'));

        Json problem = problem(answer, 400, "invalid");
        assertThat(problem.text("errors/0/pointer")).as(answer.body()).isEqualTo(pointer);
        assertThat(problem.text("errors/0/detail")).contains(detail).doesNotContain("Source", "io.fieldloop");
    }

    @ParameterizedTest
    @CsvSource({"'{\"name\"'", "''", "'[]'", "'not json'"})
    void body_thatIsNoSuchJson_isRefused(String body) throws Exception {
        Json problem = problem(hub.send("POST", "/api/v1/tokens", body), 400, "invalid");

        assertThat(problem.text("detail")).doesNotContain("Source", "io.fieldloop");
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "limit=501, limit", "limit=many, limit", "cursor=nonsense, cursor"})
    void query_withAWrongValue_isRefusedNamingIt(String query, String name) throws Exception {
        Json problem = problem(hub.get("/api/v1/tokens?" + query), 400, "invalid");

        assertThat(problem.text("errors/0/pointer")).isEqualTo("?" + name);
    }

    @Test
    void path_withAWrongId_isRefused() throws Exception {
        var answer = hub.send(hub.request("/api/v1/tokens/nonsense").DELETE());

        assertThat(problem(answer, 400, "invalid").text("errors/0/pointer")).isEqualTo("{id}");
    }

    @Test
    void path_thatIsNot_isNotFound() throws Exception {
        problem(hub.get("/api/v1/nonsense"), 404, "not-found");
        problem(hub.get("/api/v1/tokens/01980000-0000-7000-8000-000000000000/x"), 404, "not-found");
    }

    @Test
    void method_thatIsNot_isNotAllowed() throws Exception {
        problem(hub.send("PUT", "/api/v1/tokens", "{}"), 405, "method-not-allowed");
    }

    @Test
    void body_ofAnotherMediaType_isUnsupported() throws Exception {
        var answer = hub.send(hub.request("/api/v1/tokens")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("hello")));

        problem(answer, 415, "unsupported-media-type");
    }

    @Test
    void body_beyondTheLimit_isTooLarge() throws Exception {
        var answer = hub.send("POST", "/api/v1/tokens", "{\"name\": \"%s\"}".formatted("x".repeat(2 << 20)));

        problem(answer, 413, "too-large");
    }

    @Test
    void traceOfTheCaller_isInTheProblem() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        var answer = hub.send(
                hub.request("/api/v1/nonsense").header("traceparent", "00-%s-00f067aa0ba902b7-01".formatted(trace)));

        assertThat(hub.json(answer).text("traceId")).isEqualTo(trace);
    }

    private Json problem(HttpResponse<String> answer, int status, String kind) throws Exception {
        assertThat(answer.body()).isNotEmpty();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        Json problem = hub.json(answer);
        assertThat(problem.number("status")).isEqualTo(status);
        assertThat(problem.text("type")).isEqualTo("urn:fieldloop:problem:" + kind);
        assertThat(problem.text("traceId")).matches("[0-9a-f]{32}");
        return problem;
    }
}
