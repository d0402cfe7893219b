package io.fieldloop.hub.training;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.datasets.SnapshotItem;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads the images of snapshot items. */
@Singleton
final class ItemImages {
    private final BlobStore blobs;

    ItemImages(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * The image of an item.
     *
     * @throws ImageException if it can no longer be read as one
     * @throws UncheckedIOException if it is not stored or the store fails
     */
    Image of(SnapshotItem item) throws ImageException {
        try (InputStream media = blobs.open(item.media())) {
            return ImageReader.read(Bytes.wrap(media.readNBytes(ImageReader.MAX_SIZE_BYTES + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read image " + item.media(), e);
        }
    }
}
