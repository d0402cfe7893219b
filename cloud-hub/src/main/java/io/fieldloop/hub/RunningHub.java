package io.fieldloop.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import picocli.CommandLine.Option;

/** A hub that runs already, of which a command asks something as its admin. */
final class RunningHub {
    private static final int OK = 200;
    private static final int MAX_PROBLEM_BYTES = 4096;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    @Option(names = "--url", paramLabel = "URL", description = "Where the hub runs.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--data", paramLabel = "DIR", description = "The hub's folder; its admin-token is used.")
    private Path data = HubOptions.DEFAULT_DATA;

    RunningHub() {}

    /** A request for a path, to be completed. */
    HttpRequest.Builder request(String path) throws IOException {
        String token = Files.readString(data.resolve("admin-token"), StandardCharsets.US_ASCII)
                .strip();
        return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + token);
    }

    /**
     * Sends a request and keeps the answer in a file, which is replaced only when the answer is whole.
     *
     * @throws IOException if the hub cannot be reached, or refuses; then with its reason
     */
    HttpResponse<?> save(HttpRequest.Builder request, Path file) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build()) {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != OK) {
                    throw new IOException("the hub answered %d %s"
                            .formatted(
                                    answer.statusCode(),
                                    new String(body.readNBytes(MAX_PROBLEM_BYTES), StandardCharsets.UTF_8)));
                }
                Path unfinished = file.resolveSibling("." + file.getFileName() + ".part");
                Files.copy(body, unfinished, StandardCopyOption.REPLACE_EXISTING);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return answer;
        }
    }
}
