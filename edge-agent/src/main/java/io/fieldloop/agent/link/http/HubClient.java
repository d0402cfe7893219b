package io.fieldloop.agent.link.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Sends requests to the hub by HTTPS, both ends by certificate. Any thread. */
public final class HubClient implements AutoCloseable {
    private final URI hub;
    private final Supplier<SSLContext> security;
    private final Duration patience;

    /** Made with the first request, because most starts send none; guarded by this. */
    private @Nullable HttpClient client;

    /**
     * Prepares; connects with the first request.
     *
     * @param hub scheme, host and port, such as {@code https://hub.example:8443}
     * @param security the device's certificate, and whom it trusts; asked for with the first request
     * @param patience how long to wait for a connection, and for the head of an answer
     */
    public HubClient(URI hub, Supplier<SSLContext> security, Duration patience) {
        this.hub = hub;
        this.security = security;
        this.patience = patience;
    }

    /** How long to wait for a connection, and for the head of an answer. */
    public Duration patience() {
        return patience;
    }

    /** A request for a path of the hub, to be completed. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(hub.resolve(path)).timeout(patience);
    }

    /**
     * Sends a request, and returns with the head of its answer.
     *
     * @throws IOException if there is none, or the calling thread is interrupted
     */
    public <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) throws IOException {
        try {
            return client().send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the request is given up").initCause(e);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .sslContext(security.get())
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience)
                    .build();
        }
        return client;
    }

    /** Ends its connections. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
