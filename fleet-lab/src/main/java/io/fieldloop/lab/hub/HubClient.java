package io.fieldloop.lab.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls a hub's REST API. Any thread. */
public final class HubClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String MEDIA_JSON = "application/json";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final String token;

    /**
     * A client of one hub.
     *
     * @param base such as {@code http://localhost:8080}
     * @param token sent with each call
     */
    public HubClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** Reads a resource. */
    public JsonNode get(String path) throws IOException, InterruptedException, HubException {
        return json(send("GET", path, BodyPublishers.noBody(), MEDIA_JSON));
    }

    /** Reads a whole collection, page by page. */
    public List<JsonNode> getAll(String path) throws IOException, InterruptedException, HubException {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(path + (path.contains("?") ? "&" : "?") + "limit=200" + cursor);
            page.path("items").forEach(items::add);
            cursor = page.path("next").isTextual()
                    ? "&cursor=" + page.path("next").asText()
                    : "";
        } while (!cursor.isEmpty());
        return items;
    }

    /** Creates or triggers; the body is made of maps, lists and scalars. */
    public JsonNode post(String path, Object body) throws IOException, InterruptedException, HubException {
        return json(send("POST", path, BodyPublishers.ofString(JSON.writeValueAsString(body)), MEDIA_JSON));
    }

    /** Creates or replaces; the body is made of maps, lists and scalars. */
    public JsonNode put(String path, Object body) throws IOException, InterruptedException, HubException {
        return json(send("PUT", path, BodyPublishers.ofString(JSON.writeValueAsString(body)), MEDIA_JSON));
    }

    /** Sends a file. */
    public JsonNode upload(String path, Path file, String mediaType)
            throws IOException, InterruptedException, HubException {
        return json(send("POST", path, BodyPublishers.ofFile(file), mediaType));
    }

    /** Keeps a file in the hub's blob store and gives its digest. */
    public String blob(Path file) throws IOException, InterruptedException, HubException {
        return upload("/api/v1/blobs", file, "application/octet-stream")
                .path("sha256")
                .asText();
    }

    /** Opens tasks of a model for the caller to label; empty when there are none now. */
    public List<JsonNode> claim(String model, int count) throws IOException, InterruptedException, HubException {
        List<JsonNode> tasks = new ArrayList<>();
        post("/api/v1/models/" + model + "/tasks/claim", Map.of("count", count))
                .path("items")
                .forEach(tasks::add);
        return tasks;
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body, String mediaType)
            throws IOException, InterruptedException, HubException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", mediaType)
                .header("Accept", "application/json, application/problem+json")
                .method(method, body)
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new HubException(
                    response.statusCode(),
                    "%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
        }
        return response;
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return response.body().isBlank() ? JSON.missingNode() : JSON.readTree(response.body());
    }
}
