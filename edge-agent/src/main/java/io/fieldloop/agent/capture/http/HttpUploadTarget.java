package io.fieldloop.agent.capture.http;

import io.fieldloop.agent.capture.UploadTarget;
import io.fieldloop.agent.link.http.HubClient;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/** Brings large media to the hub by HTTPS, both ends by certificate. Any thread. */
public final class HttpUploadTarget implements UploadTarget {
    private static final String UPLOADS = "/device/v1/uploads";
    private static final String OFFSET = "Upload-Offset";
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    /** The content is at fault: it would be refused however often it comes. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

    private static final int MAX_REASON_LENGTH = 400;

    private final HubClient hub;

    /** Brings media by a client, which stays the caller's. */
    public HttpUploadTarget(HubClient hub) {
        this.hub = hub;
    }

    @Override
    public long begin(Upload upload) throws IOException, RefusedException {
        HttpResponse<byte[]> found = send(request(path(upload)).HEAD());
        if (found.statusCode() != NOT_FOUND) {
            return offset(require(found, NO_CONTENT), upload);
        }
        HttpRequest.Builder creation = request(UPLOADS)
                .header("Upload-Length", String.valueOf(upload.sizeBytes()))
                .header("Upload-Metadata", "sha256 " + base64(upload.digest()))
                .POST(BodyPublishers.noBody());
        require(send(creation), CREATED);
        return 0;
    }

    @Override
    public long append(Upload upload, long offset, byte[] piece) throws IOException, RefusedException {
        HttpRequest.Builder request = request(path(upload))
                .header("Content-Type", "application/offset+octet-stream")
                .header(OFFSET, String.valueOf(offset))
                .method("PATCH", BodyPublishers.ofByteArray(piece));
        return offset(require(send(request), NO_CONTENT), upload);
    }

    @Override
    public Receipts finish(SampleBatch message) throws IOException, RefusedException {
        try {
            HttpRequest.Builder request = hub.request("/device/v1/samples/" + message.stream())
                    .header("Content-Type", "application/cbor")
                    .header("Accept", "application/cbor, application/problem+json")
                    .POST(BodyPublishers.ofByteArray(Wire.encode(message)));
            byte[] answer = require(send(request), OK).body();
            if (Wire.decodeHubMessage(answer) instanceof Receipts receipts) {
                return receipts;
            }
            throw new IOException("the hub answered samples with something else than receipts");
        } catch (WireException e) {
            throw new IOException("the hub cannot be understood: " + e.failure(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return hub.request(path).header("Tus-Resumable", "1.0.0");
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        return hub.send(request, BodyHandlers.ofByteArray());
    }

    private static String path(Upload upload) {
        return UPLOADS + "/" + upload.digest();
    }

    private static String base64(Sha256 digest) {
        return Base64.getEncoder().encodeToString(digest.hex().getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpResponse<byte[]> require(HttpResponse<byte[]> answer, int status)
            throws IOException, RefusedException {
        if (REFUSALS.contains(answer.statusCode())) {
            throw new RefusedException(reason(answer));
        }
        if (answer.statusCode() != status) {
            throw new IOException("%s answered %s".formatted(answer.uri().getPath(), reason(answer)));
        }
        return answer;
    }

    private static String reason(HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return answer.statusCode() + " " + body.substring(0, Math.min(body.length(), MAX_REASON_LENGTH));
    }

    private static long offset(HttpResponse<?> answer, Upload upload) throws IOException {
        long offset = answer.headers().firstValueAsLong(OFFSET).orElse(-1);
        if (offset < 0 || offset > upload.sizeBytes()) {
            throw new IOException(
                    "the hub says it has %d of %d bytes of %s".formatted(offset, upload.sizeBytes(), upload.digest()));
        }
        return offset;
    }
}
