package io.fieldloop.hub;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.UUID;

/** A real hub for tests, with everything it has: database, broker, HTTP and TLS. */
public final class TestHub implements AutoCloseable {
    private final Hub hub;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestHub(Hub hub) {
        this.hub = hub;
    }

    /** Starts a hub on free ports. */
    public static TestHub start(Path data) throws Exception {
        return new TestHub(Hub.start(HubOptions.anywhere(data)));
    }

    /** A part of the hub, such as the front door of a feature. */
    public <T> T part(Class<T> type) {
        return hub.part(type);
    }

    /** A name that no other test has. */
    public static String name(String start) {
        return start + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A request to a path, to be completed and given to {@link #send}. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(hub.url() + path));
    }

    /** Sends a request. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Gets a path. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /** Posts, puts or patches JSON. */
    public HttpResponse<String> send(String method, String path, String json) throws IOException, InterruptedException {
        return send(
                request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(json)));
    }

    /** Reads the body of an answer. */
    public Json json(HttpResponse<String> response) throws IOException {
        return new Json(hub.part(JsonMapper.class).readValue(response.body(), Argument.of(JsonNode.class)));
    }

    @Override
    public void close() {
        hub.close();
    }
}
