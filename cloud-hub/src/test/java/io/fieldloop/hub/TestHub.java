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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real hub for tests, with everything it has: database, broker, HTTP and TLS. */
public final class TestHub implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.createDefault();

    private final @Nullable Hub inside;
    private final URI url;
    private final URI deviceUrl;
    private final int mqttPort;
    private final Path data;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestHub(@Nullable Hub inside, URI url, URI deviceUrl, int mqttPort, Path data) {
        this.inside = inside;
        this.url = url;
        this.deviceUrl = deviceUrl;
        this.mqttPort = mqttPort;
        this.data = data;
    }

    /** Starts a hub on free ports. */
    public static TestHub start(Path data) throws Exception {
        return start(HubOptions.anywhere(data));
    }

    /** Starts a hub. */
    static TestHub start(HubOptions options) throws Exception {
        Hub hub = Hub.start(options);
        return new TestHub(hub, hub.url(), hub.deviceUrl(), hub.mqttPort(), options.data());
    }

    /** A hub that runs in another process of this machine, on the loopback interface. */
    static TestHub elsewhere(int httpPort, int devicePort, int mqttPort, Path data) {
        return new TestHub(
                null,
                URI.create("http://127.0.0.1:" + httpPort),
                URI.create("https://127.0.0.1:" + devicePort),
                mqttPort,
                data);
    }

    /** A part of the hub, such as the front door of a feature. */
    public <T> T part(Class<T> type) {
        if (inside == null) {
            throw new IllegalStateException("this hub runs in another process");
        }
        return inside.part(type);
    }

    /** A name that no other test has. */
    public static String name(String start) {
        return start + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Where people find it. */
    public URI url() {
        return url;
    }

    /** Where devices speak HTTPS. */
    public URI deviceUrl() {
        return deviceUrl;
    }

    /** Where devices speak MQTT. */
    public int mqttPort() {
        return mqttPort;
    }

    /** Whom devices trust. */
    public X509Certificate authority() throws Exception {
        String pem = Files.readString(data.resolve("pki/authority.pem"));
        String certificate = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----"));
        return (X509Certificate) TestDevice.certificates(certificate).getFirst();
    }

    /** A new token that lets a device enrol. */
    public String enrolmentToken(String device) throws IOException, InterruptedException {
        return json(send("POST", "/api/v1/enrolment-tokens", "{\"deviceId\": \"%s\"}".formatted(device)))
                .text("token");
    }

    /** A request of nobody to a path, to be completed and given to {@link #send}. */
    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    /** A request of an admin to a path, to be completed and given to {@link #send}. */
    public HttpRequest.Builder request(String path) throws IOException {
        return as(Files.readString(data.resolve("admin-token")).strip(), path);
    }

    /** A request of a token's bearer to a path, to be completed and given to {@link #send}. */
    public HttpRequest.Builder as(String token, String path) {
        return anonymous(path).header("Authorization", "Bearer " + token);
    }

    /** A new token of a role. */
    public String token(String role) throws IOException, InterruptedException {
        return json(send("POST", "/api/v1/tokens", "{\"name\": \"%s\", \"role\": \"%s\"}".formatted(name(role), role)))
                .text("token");
    }

    /** Sends a request. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Gets a path. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /** Gets a path whose content is no text. */
    public HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        return bytes(request(path));
    }

    /** Sends a request whose answer is no text. */
    public HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Sends a request whose answer is no text. */
    public HttpResponse<byte[]> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Gets a path whose content comes line by line, for ever. */
    public Stream<String> lines(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofLines()).body();
    }

    /** Posts, puts or patches JSON. */
    public HttpResponse<String> send(String method, String path, String json) throws IOException, InterruptedException {
        return send(
                request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(json)));
    }

    /** Reads the body of an answer. */
    public Json json(HttpResponse<String> response) throws IOException {
        return new Json(JSON.readValue(response.body(), Argument.of(JsonNode.class)));
    }

    @Override
    public void close() {
        if (inside != null) {
            inside.close();
        }
    }
}
