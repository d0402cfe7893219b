package io.fieldloop.models.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Brings a file of known size over HTTP into a file that may already hold its beginning. What has come stays when the connection is
 * cut, and the next try goes on from there. Whether the content is the right one is for the caller to check.
 *
 * @param source an HTTP or HTTPS address
 * @param target the file that grows
 * @param sizeBytes how many bytes it has when all has come
 * @param received is told how many bytes have come so far, again and again
 */
record Download(URI source, Path target, long sizeBytes, LongConsumer received) {

    private static final int TRIES_WITHOUT_PROGRESS = 3;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);

    /**
     * Runs until all has come.
     *
     * @throws IOException if the server refuses, sends too much, or three tries in a row bring nothing
     */
    void run() throws IOException {
        int fruitless = 0;
        for (long before = present(); before < sizeBytes; before = present()) {
            try {
                goOn(before);
            } catch (RefusedException e) {
                throw e;
            } catch (IOException e) {
                fruitless = present() > before ? 0 : fruitless + 1;
                if (fruitless == TRIES_WITHOUT_PROGRESS) {
                    throw e;
                }
            }
        }
    }

    private long present() throws IOException {
        return Files.exists(target) ? Files.size(target) : 0;
    }

    private void goOn(long from) throws IOException {
        HttpURLConnection connection = connect(from);
        try {
            boolean continued = isContinuation(connection, from);
            try (InputStream body = connection.getInputStream();
                    OutputStream file = Files.newOutputStream(
                            target,
                            StandardOpenOption.CREATE,
                            continued ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                copy(body, file, continued ? from : 0);
            }
        } finally {
            connection.disconnect();
        }
    }

    /** HttpURLConnection rather than HttpClient, which has no limit for a body that stops coming. */
    private HttpURLConnection connect(long from) throws IOException {
        if (!(source.toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new RefusedException(source + " is no HTTP address");
        }
        connection.setConnectTimeout(Math.toIntExact(CONNECT_LIMIT.toMillis()));
        connection.setReadTimeout(Math.toIntExact(SILENCE_LIMIT.toMillis()));
        if (from > 0) {
            connection.setRequestProperty("Range", "bytes=" + from + "-");
        }
        return connection;
    }

    private boolean isContinuation(HttpURLConnection connection, long from) throws IOException {
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_PARTIAL) {
            String range = String.valueOf(connection.getHeaderField("Content-Range"));
            if (range.startsWith("bytes " + from + "-")) {
                return true;
            }
            throw new RefusedException(source + " was asked for what follows byte " + from + " and sent " + range);
        }
        if (status != HttpURLConnection.HTTP_OK) {
            throw new RefusedException(source + " answered " + status);
        }
        return false;
    }

    private void copy(InputStream body, OutputStream file, long start) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long count = start;
        for (int length = body.read(chunk); length >= 0; length = body.read(chunk)) {
            count += length;
            if (count > sizeBytes) {
                throw new RefusedException(source + " sent more than the " + sizeBytes + " bytes that it should have");
            }
            file.write(chunk, 0, length);
            received.accept(count);
        }
        if (count < sizeBytes) {
            throw new IOException(source + " was cut off after " + count + " of " + sizeBytes + " bytes");
        }
    }

    /** Trying again would bring the same answer. */
    private static final class RefusedException extends IOException {
        RefusedException(String message) {
            super(message);
        }
    }
}
