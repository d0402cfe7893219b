package io.fieldloop.hub;

import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.wire.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The requests by which a device uploads media. */
public record UploadRequests(URI hub, TestDevice device) {
    /** Begins an upload. */
    public HttpResponse<String> begin(Sha256 digest, long sizeBytes) throws Exception {
        String metadata = Base64.getEncoder().encodeToString(digest.hex().getBytes(StandardCharsets.US_ASCII));
        return device.send(request("")
                .header("Upload-Length", String.valueOf(sizeBytes))
                .header("Upload-Metadata", "filename Zm9v, sha256 " + metadata)
                .POST(BodyPublishers.noBody()));
    }

    /** Asks how far an upload is. */
    public HttpResponse<String> head(Sha256 digest) throws Exception {
        return device.send(request("/" + digest).HEAD());
    }

    /** How far an upload is. */
    public long offset(Sha256 digest) throws Exception {
        return head(digest).headers().firstValueAsLong("Upload-Offset").orElseThrow();
    }

    /** Brings a piece. */
    public HttpResponse<String> append(Sha256 digest, long offset, byte[] piece) throws Exception {
        return append(digest, offset, BodyPublishers.ofByteArray(piece));
    }

    /** Brings a piece that may be cut off. */
    public HttpResponse<String> append(Sha256 digest, long offset, BodyPublisher piece) throws Exception {
        return device.send(request("/" + digest)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", String.valueOf(offset))
                .method("PATCH", piece));
    }

    /** Brings a message of samples. */
    public HttpResponse<byte[]> finish(SampleBatch message) throws Exception {
        return device.download(HttpRequest.newBuilder(hub.resolve("/device/v1/samples/" + message.stream()))
                .header("Content-Type", "application/cbor")
                .POST(BodyPublishers.ofByteArray(Wire.encode(message))));
    }

    /** What an answer says. */
    public static HubMessage message(HttpResponse<byte[]> answer) throws Exception {
        return Wire.decodeHubMessage(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(hub.resolve("/device/v1/uploads" + path)).header("Tus-Resumable", "1.0.0");
    }
}
