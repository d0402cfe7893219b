package io.fieldloop.hub.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class AccessTest {
    private final TestHub hub;

    AccessTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void request_withoutToken_isUnauthenticated() throws Exception {
        var answer = hub.send(hub.anonymous("/api/v1/tokens"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(hub.json(answer).text("type")).isEqualTo("urn:fieldloop:problem:unauthenticated");
    }

    @Test
    void request_withAnUnknownToken_isUnauthenticated() throws Exception {
        assertThat(hub.send(hub.as("nonsense", "/api/v1/tokens")).statusCode()).isEqualTo(401);
    }

    @Test
    void viewer_whoWantsWhatAdminsMay_isForbidden() throws Exception {
        var answer = hub.send(hub.as(hub.token("viewer"), "/api/v1/tokens"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(hub.json(answer).text("detail")).contains("role");
    }

    @Test
    void token_thatWasTakenAway_letsNobodyIn() throws Exception {
        var made = hub.json(hub.send("POST", "/api/v1/tokens", "{\"name\": \"leaver\", \"role\": \"admin\"}"));
        String token = made.text("token");
        assertThat(hub.send(hub.as(token, "/api/v1/session")).statusCode()).isEqualTo(200);

        var gone = hub.send(hub.request("/api/v1/tokens/" + made.text("id")).DELETE());

        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(hub.send(hub.as(token, "/api/v1/session")).statusCode()).isEqualTo(401);
        assertThat(hub.get("/api/v1/audit").body()).contains("token.delete", "leaver");
    }

    @Test
    void tokens_whenListed_showNoSecret() throws Exception {
        String token = hub.token("viewer");

        assertThat(hub.get("/api/v1/tokens").body()).contains("viewer").doesNotContain(token);
    }

    @Test
    void browser_thatSignsInAndOut_isLetInUntilThen() throws Exception {
        String cookie = signIn(hub.token("labeller"));

        var signedIn = hub.send(hub.anonymous("/api/v1/session").header("Cookie", cookie));
        assertThat(hub.json(signedIn).text("role")).isEqualTo("labeller");

        var out = hub.send(hub.anonymous("/api/v1/session")
                .header("Cookie", cookie)
                .header("Origin", hub.url().toString())
                .DELETE());
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(hub.send(hub.anonymous("/api/v1/session").header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void change_bySessionFromAnotherSite_isForbidden() throws Exception {
        String cookie = signIn(hub.token("admin"));

        for (String origin : new String[] {"https://elsewhere.example", "null"}) {
            var answer = hub.send(hub.anonymous("/api/v1/tokens")
                    .header("Cookie", cookie)
                    .header("Origin", origin)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"name\": \"theirs\", \"role\": \"admin\"}")));
            assertThat(answer.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void signIn_withAnUnknownToken_isRefused() throws Exception {
        assertThat(hub.send("POST", "/api/v1/session", "{\"token\": \"nonsense\"}")
                        .statusCode())
                .isEqualTo(401);
    }

    private String signIn(String token) throws Exception {
        HttpResponse<String> answer = hub.send(hub.anonymous("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\": \"%s\"}".formatted(token))));
        assertThat(answer.statusCode()).isEqualTo(204);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).containsIgnoringCase("HttpOnly").contains("SameSite=Strict");
        return cookie.split(";")[0];
    }
}
