package io.fieldloop.agent.sink;

import io.fieldloop.agent.sink.SinkSettings.WebhookSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts records as JSON. Answers of 2xx take a record, 408, 429 and 5xx may take it later, and others never will. */
final class Webhook implements Delivery {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WebhookSettings settings;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Webhook(WebhookSettings settings) {
        this.settings = settings;
    }

    @Override
    public void deliver(byte[] json) throws IOException, RefusedException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(settings.address())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json))
                .build();
        int status = send(request);
        if (status == 408 || status == 429 || status >= 500) {
            throw new IOException("it answers %d".formatted(status));
        }
        if (status < 200 || status >= 300) {
            throw new RefusedException("it answers %d".formatted(status));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** Whoever sends an endless answer is cut off as well. */
    private int send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Void>> response = client.sendAsync(request, BodyHandlers.discarding());
        try {
            return response.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within %d s".formatted(PATIENCE.toSeconds()), e);
        } finally {
            response.cancel(true);
        }
    }
}
