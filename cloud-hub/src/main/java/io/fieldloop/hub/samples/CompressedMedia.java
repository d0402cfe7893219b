package io.fieldloop.hub.samples;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.readings.Zstandard;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Media that devices compressed by Zstandard. Thread-safe. */
@Singleton
class CompressedMedia {
    private static final int MAX_FILE_BYTES = 64 << 20;

    private final BlobStore blobs;

    CompressedMedia(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * The file that was compressed; empty if it is not stored, is damaged, or becomes larger than memory should hold.
     *
     * @throws IOException if what is stored cannot be read
     */
    Optional<byte[]> file(Sha256 medium) throws IOException {
        if (blobs.size(medium).orElse(Long.MAX_VALUE) > MAX_FILE_BYTES) {
            return Optional.empty();
        }
        try (InputStream in = blobs.open(medium)) {
            return Optional.of(Zstandard.decompress(in.readAllBytes(), MAX_FILE_BYTES));
        } catch (ReadingsException _) {
            return Optional.empty();
        }
    }
}
