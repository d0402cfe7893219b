package io.fieldloop.hub.uploads;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.ingest.Intake;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Upload;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Large media on their way from devices. They are whole once the blob store has them. Thread-safe.
 *
 * <p>What is under way is bounded: so many of each device, the one that was touched last staying; each by its declared size; none for
 * longer than a week without a further byte.
 */
@Singleton
class Uploads {
    private static final int MOST_OF_A_DEVICE = 4;
    private static final Duration LONGEST_SILENCE = Duration.ofDays(7);
    private static final long KEEP_FREE_BYTES = 256L << 20;
    private static final int QUARANTINED_BYTES = 1 << 20;

    private final Jdbi jdbi;
    private final UploadTable table;
    private final PartialFiles files;
    private final BlobStore blobs;
    private final Intake intake;
    private final InstantSource clock;

    /** What is being written: a device that was cut off may come again before the hub has noticed. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    Uploads(Jdbi jdbi, UploadTable table, PartialFiles files, BlobStore blobs, Intake intake, InstantSource clock)
            throws IOException {
        this.jdbi = jdbi;
        this.table = table;
        this.files = files;
        this.blobs = blobs;
        this.intake = intake;
        this.clock = clock;
        files.keepOnly(table.all());
    }

    /**
     * Begins an upload. To begin one again that is under way, or done, changes nothing.
     *
     * @throws ProblemException if the disk has no room for it
     */
    void begin(DeviceId device, Upload upload) throws IOException {
        if (blobs.size(upload.digest()).isPresent()) {
            return;
        }
        if (files.usableBytes() < KEEP_FREE_BYTES + upload.sizeBytes()) {
            throw unavailable("the hub has no room on its disk for %d bytes more".formatted(upload.sizeBytes()));
        }
        List<Partial> forgotten = jdbi.inTransaction(transaction -> {
            table.begin(transaction, device, upload, clock.instant());
            return table.forget(transaction, clock.instant().minus(LONGEST_SILENCE), device, MOST_OF_A_DEVICE);
        });
        files.delete(forgotten);
    }

    /**
     * How far an upload is. One whose check a power cut came before is checked now.
     *
     * @throws ProblemException if it never began, was forgotten, or is not what was declared
     * @throws IOException if the disk fails
     */
    Progress progress(DeviceId device, Sha256 digest) throws IOException {
        OptionalLong whole = blobs.size(digest);
        if (whole.isPresent()) {
            return new Progress(whole.getAsLong(), whole.getAsLong());
        }
        return alone(device, digest, partial -> {
            if (partial.isWhole()) {
                finish(partial);
            }
            return new Progress(partial.receivedBytes(), partial.sizeBytes());
        });
    }

    /**
     * Appends to an upload. What came is kept, also when it is cut off; when all is there, it is checked against its digest.
     *
     * @param offset from where what comes goes on
     * @return how far it is now
     * @throws ProblemException if {@code offset} is not that of {@link #progress}, or what came is not what was declared; in the latter
     *     case it is forgotten, and its start is in quarantine
     * @throws IOException if the disk fails
     */
    Progress append(DeviceId device, Sha256 digest, long offset, InputStream content) throws IOException {
        return alone(device, digest, partial -> append(partial, offset, content));
    }

    private Progress alone(DeviceId device, Sha256 digest, Work work) throws IOException {
        String name = require(device, digest).fileName();
        if (!busy.add(name)) {
            throw unavailable("a piece of this upload is still being written");
        }
        try {
            return work.on(require(device, digest));
        } finally {
            busy.remove(name);
        }
    }

    private Progress append(Partial partial, long offset, InputStream content) throws IOException {
        if (offset != partial.receivedBytes()) {
            throw ProblemException.conflict(
                    "the upload goes on from byte %d, not %d".formatted(partial.receivedBytes(), offset));
        }
        long received = files.append(partial, content);
        if (received > partial.sizeBytes()) {
            throw refuse(partial, "more than the declared %d bytes came".formatted(partial.sizeBytes()));
        }
        table.received(partial, received, clock.instant());
        if (received == partial.sizeBytes()) {
            finish(partial);
        }
        return new Progress(received, partial.sizeBytes());
    }

    private void finish(Partial partial) throws IOException {
        Path file = files.path(partial);
        Sha256 found = Sha256.ofFile(file);
        if (!found.equals(partial.sha256())) {
            throw refuse(partial, "what came has the digest %s, not %s".formatted(found, partial.sha256()));
        }
        try (InputStream content = Files.newInputStream(file)) {
            blobs.put(content, partial.sizeBytes());
        }
        remove(partial);
    }

    private ProblemException refuse(Partial partial, String why) throws IOException {
        byte[] start;
        try (InputStream content = Files.newInputStream(files.path(partial))) {
            start = content.readNBytes(QUARANTINED_BYTES);
        }
        remove(partial);
        return intake.refuse(
                partial.deviceId(),
                "/device/v1/uploads/" + partial.sha256(),
                start,
                new Failure(FailureCode.UPLOAD_MISMATCH, why));
    }

    /** First the row, which makes the file nobody's. */
    private void remove(Partial partial) throws IOException {
        table.remove(partial);
        files.delete(List.of(partial));
    }

    private Partial require(DeviceId device, Sha256 digest) {
        return table.find(device, digest).orElseThrow(() -> ProblemException.notFound("upload", digest));
    }

    private static ProblemException unavailable(String why) {
        return new ProblemException(ProblemKind.UNAVAILABLE, why, List.of());
    }

    @FunctionalInterface
    private interface Work {
        Progress on(Partial partial) throws IOException;
    }

    /**
     * How far an upload is.
     *
     * @param offset how many bytes are here for good
     * @param length how many it has
     */
    record Progress(long offset, long length) {}
}
