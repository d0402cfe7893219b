package io.fieldloop.agent.deployment.http;

import io.fieldloop.agent.deployment.PackageSource;
import io.fieldloop.agent.link.http.HubClient;
import io.fieldloop.agent.traffic.MeteredDownload;
import io.fieldloop.agent.traffic.TrafficMeter;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/**
 * Fetches packages from the hub by HTTPS, both ends by certificate. Any thread.
 *
 * <p>A file is asked for from where it was left, on condition that it is still the same: its strong entity tag is its
 * SHA-256 in quotes. A server that has something else, or other tags, answers with the whole file.
 */
public final class HttpPackageSource implements PackageSource {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private final HubClient hub;
    private final TrafficMeter meter;
    private final LongAdder bytesReceived = new LongAdder();

    /**
     * Fetches by a client, which stays the caller's. Each next byte of a file has as long to come as an answer has.
     *
     * @param meter counts what comes, and bounds it
     */
    public HttpPackageSource(HubClient hub, TrafficMeter meter) {
        this.hub = hub;
        this.meter = meter;
    }

    /** The bytes of all bodies so far, of manifests and files, whole or not. */
    public long bytesReceived() {
        return bytesReceived.sum();
    }

    @Override
    public SignedManifest manifest(Sha256 manifest) throws IOException {
        HttpResponse<InputStream> response = send(hub.request("/device/v1/packages/" + manifest));
        try (InputStream body = new MeteredDownload(response.body(), meter);
                StallGuard _ = StallGuard.over(body, hub.patience())) {
            requireStatus(response, OK);
            byte[] envelope = body.readNBytes(SignedManifest.MAX_SIZE_BYTES + 1);
            bytesReceived.add(envelope.length);
            if (envelope.length > SignedManifest.MAX_SIZE_BYTES) {
                throw new IOException(
                        "manifest %s is longer than %d bytes".formatted(manifest, SignedManifest.MAX_SIZE_BYTES));
            }
            return new SignedManifest(Bytes.wrap(envelope));
        }
    }

    @Override
    public void fetch(FileRef file, Path into) throws IOException {
        long keptBytes = PartFile.sizeBytes(into);
        if (keptBytes == file.sizeBytes()) {
            return;
        }
        long haveBytes = keptBytes < file.sizeBytes() ? keptBytes : 0;
        HttpRequest.Builder request = hub.request("/device/v1/blobs/" + file.sha256());
        if (haveBytes > 0) {
            request.header("Range", "bytes=" + haveBytes + "-").header("If-Range", "\"" + file.sha256() + "\"");
        }
        HttpResponse<InputStream> response = send(request);
        try (InputStream body = new MeteredDownload(response.body(), meter);
                StallGuard guard = StallGuard.over(body, hub.patience());
                PartFile part = PartFile.open(into, start(response, file, haveBytes))) {
            receive(body, part, guard, file.sizeBytes());
        }
    }

    /** Where the body belongs in the file. */
    private static long start(HttpResponse<?> response, FileRef file, long haveBytes) throws IOException {
        if (haveBytes == 0 || response.statusCode() == OK) {
            requireStatus(response, OK);
            return 0;
        }
        requireStatus(response, PARTIAL_CONTENT);
        String asked = "bytes %d-%d/%d".formatted(haveBytes, file.sizeBytes() - 1, file.sizeBytes());
        String range = response.headers().firstValue("Content-Range").orElse("none");
        if (!range.equals(asked)) {
            throw new IOException("asked for the range '%s', but got '%s'".formatted(asked, range));
        }
        return haveBytes;
    }

    private void receive(InputStream body, PartFile part, StallGuard guard, long sizeBytes) throws IOException {
        byte[] chunk = new byte[1 << 16];
        for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
            guard.progressed();
            bytesReceived.add(n);
            if (part.lengthBytes() + n > sizeBytes) {
                part.discard();
                throw new IOException("more than the promised %d bytes came".formatted(sizeBytes));
            }
            part.append(chunk, n);
        }
        if (part.lengthBytes() < sizeBytes) {
            throw new IOException("cut off after %d of %d bytes".formatted(part.lengthBytes(), sizeBytes));
        }
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) throws IOException {
        MeteredDownload.require(meter);
        return hub.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static void requireStatus(HttpResponse<?> response, int status) throws IOException {
        if (response.statusCode() != status) {
            throw new IOException(
                    "%s answered %d instead of %d".formatted(response.uri().getPath(), response.statusCode(), status));
        }
    }
}
