package io.fieldloop.lab.bench;

import io.fieldloop.lab.program.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server of one model, which can be started again and again.
 *
 * @param name as the report calls it
 * @param path what is asked
 * @param body of every request: JSON if it takes any, then the bytes of the input
 * @param jsonBytes how much of the body is JSON
 */
record ModelServer(String name, String path, Path body, int jsonBytes, Launch launch) {
    static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final int OK = 200;

    /** How it is started. It then prints {@code listens on HOST:PORT}. */
    interface Launch {
        Program start() throws IOException;
    }

    /**
     * Asks once.
     *
     * @param address of the server, with the path
     * @return the floats of the answer
     * @throws IOException if it does not answer with what was asked for
     */
    List<Float> ask(URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/octet-stream")
                .header(JSON_LENGTH, String.valueOf(jsonBytes))
                .POST(HttpRequest.BodyPublishers.ofFile(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != OK) {
                throw new IOException("%s answers with status %d".formatted(name, answer.statusCode()));
            }
            int json = answer.headers()
                    .firstValue(JSON_LENGTH)
                    .map(Integer::parseInt)
                    .orElse(0);
            return floats(ByteBuffer.wrap(answer.body()).position(json).slice());
        }
    }

    private static List<Float> floats(ByteBuffer bytes) {
        FloatBuffer values = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        List<Float> list = new ArrayList<>();
        while (values.hasRemaining()) {
            list.add(values.get());
        }
        return list;
    }
}
