package io.fieldloop.agent.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fieldloop.agent.sink.SinkSettings.WebhookSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookTest {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private HttpServer server;
    private Webhook webhook;
    private volatile int status = 204;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/predictions", this::answer);
        server.start();
        webhook = new Webhook(new WebhookSettings(URI.create(
                "http://127.0.0.1:%d/predictions".formatted(server.getAddress().getPort()))));
    }

    @AfterEach
    void stop() {
        webhook.close();
        server.stop(0);
    }

    @Test
    void deliver_postsJson() throws Exception {
        byte[] json = Records.classified(42).json();

        webhook.deliver(json);

        assertThat(received).containsExactly("POST application/json " + new String(json, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void deliver_answerThatMayChange_isWorthAnotherAttempt(int answer) {
        status = answer;

        assertThatThrownBy(() -> webhook.deliver(new byte[] {'1'}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(answer));
        status = 200;
        assertThatCode(() -> webhook.deliver(new byte[] {'1'})).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 404, 413})
    void deliver_answerThatStays_isARefusal(int answer) {
        status = answer;

        assertThatThrownBy(() -> webhook.deliver(new byte[] {'1'}))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(String.valueOf(answer));
    }

    @Test
    void deliver_nobodyListens_isWorthAnotherAttempt() {
        server.stop(0);

        assertThatThrownBy(() -> webhook.deliver(new byte[] {'1'})).isInstanceOf(IOException.class);
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add("%s %s %s"
                .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
