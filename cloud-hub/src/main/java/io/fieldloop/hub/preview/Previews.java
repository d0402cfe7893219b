package io.fieldloop.hub.preview;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.readings.Zstandard;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;

/** Media in small. Thread-safe. */
@Singleton
public class Previews {
    /** Larger media are not read. */
    static final int MAX_MEDIUM_BYTES = 32 << 20;

    /** So many are made at a time: each may take the memory of a large image, and a processor. */
    private static final int AT_A_TIME = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PreviewTable table;
    private final BlobStore blobs;
    private final Semaphore places = new Semaphore(AT_A_TIME, true);

    Previews(PreviewTable table, BlobStore blobs) {
        this.table = table;
        this.blobs = blobs;
    }

    /**
     * The preview of a medium; made now if nobody asked for it before, which takes seconds at the most.
     *
     * @param mediaType as which the medium is read, whatever it is
     * @return one that says why nothing can be shown, where that is so
     * @throws ProblemException if the medium is not stored, or too many others are being made
     * @throws IOException if the medium cannot be read
     */
    public Preview of(Sha256 medium, String mediaType) throws IOException {
        Optional<Form> form = Form.of(mediaType);
        if (form.isEmpty()) {
            return Preview.unreadable("no preview is made of media of type " + ShownText.of(mediaType, 60));
        }
        Optional<Preview> kept = table.find(medium, form.get());
        return kept.isPresent() ? kept.get() : make(medium, form.get());
    }

    /** Forgets the previews of media that are deleted, in the transaction that deletes the samples which have them. */
    public void forget(Handle transaction, Collection<Sha256> media) {
        table.delete(transaction, media);
    }

    private Preview make(Sha256 medium, Form form) throws IOException {
        takePlace();
        try {
            Optional<Preview> madeMeanwhile = table.find(medium, form);
            if (madeMeanwhile.isPresent()) {
                return madeMeanwhile.get();
            }
            Preview made = read(medium, form);
            table.keep(medium, form, made);
            return made;
        } finally {
            places.release();
        }
    }

    private void takePlace() {
        try {
            if (places.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new ProblemException(
                ProblemKind.UNAVAILABLE, "too many previews are being made; try again in a few seconds", List.of());
    }

    private Preview read(Sha256 medium, Form form) throws IOException {
        long sizeBytes = blobs.size(medium).orElseThrow(() -> ProblemException.notFound("medium", medium));
        if (sizeBytes > MAX_MEDIUM_BYTES) {
            return Preview.unreadable(
                    "it has %d bytes, and previews are made of at most %d".formatted(sizeBytes, MAX_MEDIUM_BYTES));
        }
        try (InputStream in = blobs.open(medium)) {
            return read(form, in.readAllBytes());
        }
    }

    private static Preview read(Form form, byte[] medium) {
        try {
            return read(form.kind(), form.compressed() ? Zstandard.decompress(medium, MAX_MEDIUM_BYTES) : medium);
        } catch (ReadingsException e) {
            return Preview.unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Reads a medium, whatever it holds. */
    static Preview read(Kind kind, byte[] medium) {
        try {
            return switch (kind) {
                case IMAGE -> ImageReading.preview(Bytes.wrap(medium));
                case SOUND -> SoundReading.preview(medium);
                case SERIES -> SeriesReading.preview(medium);
                case TENSOR -> TensorReading.preview(medium);
            };
        } catch (UnreadableException e) {
            return Preview.unreadable(e.reason());
        }
    }
}
