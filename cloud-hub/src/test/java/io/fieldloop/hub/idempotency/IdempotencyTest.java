package io.fieldloop.hub.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A hub that waits for itself answers nobody any more: without the limit these tests would not fail but wait for ever. */
@ExtendWith(SharedHub.class)
@Timeout(20)
class IdempotencyTest {
    private final TestHub hub;
    private final Jdbi jdbi;
    private final String key = UUID.randomUUID().toString();
    private final String name = TestHub.name("once");

    IdempotencyTest(TestHub hub) {
        this.hub = hub;
        this.jdbi = hub.part(Jdbi.class);
    }

    @Test
    void request_sentAgain_isAnsweredAsBeforeAndDoneOnce() throws Exception {
        HttpResponse<String> first = makeToken(quoted(key), name);
        HttpResponse<String> again = makeToken(quoted(key), name);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(tokens()).isEqualTo(1);
        assertThat(makeToken(quoted(key + "x"), name).body()).isNotEqualTo(first.body());
        assertThat(tokens()).isEqualTo(2);
    }

    @Test
    void key_inQuotesOrNot_isTheSame() throws Exception {
        assertThat(makeToken(key, name).body())
                .isEqualTo(makeToken(quoted(key), name).body());
    }

    @Test
    void key_ofAnotherRequest_isRefused() throws Exception {
        makeToken(quoted(key), name);

        HttpResponse<String> refused = makeToken(quoted(key), name + "-other");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(hub.json(refused).text("type")).isEqualTo("urn:fieldloop:problem:key-reused");
    }

    @Test
    void key_ofAnotherCaller_isAnotherKey() throws Exception {
        String admin = hub.token("admin");
        String first = makeToken(quoted(key), name).body();

        HttpResponse<String> others = hub.send(hub.as(admin, "/api/v1/tokens")
                .header("Content-Type", "application/json")
                .header(Idempotent.HEADER, quoted(key))
                .POST(BodyPublishers.ofString(body(name))));

        assertThat(others.statusCode()).isEqualTo(201);
        assertThat(others.body()).isNotEqualTo(first);
    }

    /** As many as would hold every thread that they themselves wait for, were those the threads that run the requests. */
    @Test
    void requests_sentTogether_areAllAnswered() throws Exception {
        int together = 12;
        try (ExecutorService callers = Executors.newFixedThreadPool(together)) {
            List<Callable<HttpResponse<String>>> requests = IntStream.range(0, together)
                    .<Callable<HttpResponse<String>>>mapToObj(i -> () -> makeToken(quoted(key + i), name))
                    .toList();

            for (Future<HttpResponse<String>> answer : callers.invokeAll(requests, 10, TimeUnit.SECONDS)) {
                assertThat(answer.get().statusCode()).isEqualTo(201);
            }
        }
        assertThat(tokens()).isEqualTo(together);
    }

    @Test
    void request_whoseFirstIsUnderWay_isAConflict() throws Exception {
        makeToken(quoted(key), name);
        jdbi.useHandle(handle -> handle.execute("UPDATE idempotency_key SET answer = NULL"));

        HttpResponse<String> refused = makeToken(quoted(key), name);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(tokens()).isEqualTo(1);
    }

    @Test
    void request_thatWasRefused_letsItsKeyBeUsedAgain() throws Exception {
        assertThat(makeToken(quoted(key), "").statusCode()).isEqualTo(400);

        assertThat(makeToken(quoted(key), name).statusCode()).isEqualTo(201);
    }

    @Test
    void answer_afterADay_isForgotten() throws Exception {
        makeToken(quoted(key), name);
        Instant old = Instant.now().minus(Answers.LIFE).minusSeconds(1);
        jdbi.useHandle(handle -> handle.execute("UPDATE idempotency_key SET begun_at = ?", old));

        makeToken(quoted(key), name);

        assertThat(tokens()).isEqualTo(2);
    }

    @Test
    void key_thatIsNone_isRefusedNamingTheHeader() throws Exception {
        HttpResponse<String> refused = makeToken("\"unfinished", name);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(hub.json(refused).text("errors/0/pointer")).isEqualTo("Idempotency-Key");
    }

    @Test
    void request_thatIsTooLarge_isRefusedAsEver() throws Exception {
        HttpResponse<String> refused = makeToken(quoted(key), "x".repeat(2 << 20));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(413);
    }

    @Test
    void rows_inTheDatabase_tellNeitherKeyNorAnswer() throws Exception {
        String token = hub.json(makeToken(quoted(key), name)).text("token");

        String rows = jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT encode(name || fingerprint || answer, 'escape') FROM idempotency_key"
                                        + " WHERE answer IS NOT NULL")
                        .mapTo(String.class)
                        .list())
                .toString();

        assertThat(rows)
                .hasSizeGreaterThan(token.getBytes(StandardCharsets.US_ASCII).length)
                .doesNotContain(token, key, name);
    }

    @Test
    void description_ofWhatMakesSomething_tellsOfTheHeader() throws Exception {
        String description = hub.get("/openapi.yml").body();

        assertThat(description.split("name: " + Idempotent.HEADER, -1)).hasSize(8 + 1);
    }

    private HttpResponse<String> makeToken(String header, String tokenName) throws Exception {
        return hub.send(hub.request("/api/v1/tokens")
                .header("Content-Type", "application/json")
                .header(Idempotent.HEADER, header)
                .POST(BodyPublishers.ofString(body(tokenName))));
    }

    private static String body(String tokenName) {
        return "{\"name\": \"%s\", \"role\": \"viewer\"}".formatted(tokenName);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private int tokens() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM token WHERE name = :name")
                .bind("name", name)
                .mapTo(Integer.class)
                .one());
    }
}
