package io.fieldloop.hub.samples;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.models.vision.DifferenceHash;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What the images among the samples look like. The hub looks at them itself, after they are stored, so that storing waits for no
 * decoder, and the samples of agents of any age can be found. Thread-safe.
 */
@Singleton
class Looks {
    private static final int AT_ONCE = 50;

    private final Jdbi jdbi;
    private final BlobStore blobs;

    Looks(Jdbi jdbi, BlobStore blobs) {
        this.jdbi = jdbi;
        this.blobs = blobs;
    }

    /**
     * Looks at some images that nobody has looked at yet.
     *
     * @return how many that were
     * @throws IOException if their media cannot be read; they are looked at again
     */
    int lookAtSome() throws IOException {
        return jdbi.inTransaction(transaction -> {
            List<Due> due = due(transaction);
            List<UUID> seen = new ArrayList<>();
            List<Long> hashes = new ArrayList<>();
            for (Due image : due) {
                OptionalLong hash = image.media == null ? OptionalLong.empty() : hash(image.media);
                if (hash.isPresent()) {
                    seen.add(image.id);
                    hashes.add(hash.getAsLong());
                }
            }
            keep(transaction, seen, hashes);
            settle(transaction, due);
            return due.size();
        });
    }

    /**
     * The hash of a sample, whether the hub has looked at it yet or not; empty if it is no image that can be read.
     *
     * @throws IOException if its media cannot be read
     */
    OptionalLong of(UUID sample, Sha256 media) throws IOException {
        Optional<Long> kept =
                jdbi.withHandle(handle -> handle.createQuery("SELECT hash FROM sample_look WHERE id = :id")
                        .bind("id", sample)
                        .mapTo(Long.class)
                        .findOne());
        return kept.isPresent() ? OptionalLong.of(kept.get()) : hash(media);
    }

    /** Empty if it can be read as no image, or is gone. */
    private OptionalLong hash(Sha256 media) throws IOException {
        try (InputStream content = blobs.open(media)) {
            Bytes encoded = Bytes.wrap(content.readNBytes(ImageReader.MAX_SIZE_BYTES + 1));
            return OptionalLong.of(DifferenceHash.of(ImageReader.read(encoded)));
        } catch (ImageException | NoSuchFileException _) {
            return OptionalLong.empty();
        }
    }

    /** Those that no other hub looks at. */
    private static List<Due> due(Handle transaction) {
        return transaction
                .createQuery("""
                        SELECT due.id, sample.media FROM look_due AS due LEFT JOIN sample ON sample.id = due.id
                        ORDER BY due.id LIMIT :limit FOR UPDATE OF due SKIP LOCKED""")
                .bind("limit", AT_ONCE)
                .map((row, _) -> Due.of(row))
                .list();
    }

    /** Not of samples that were deleted meanwhile. */
    private static void keep(Handle transaction, List<UUID> ids, List<Long> hashes) {
        transaction
                .createUpdate("""
                        INSERT INTO sample_look (id, hash)
                        SELECT sample.id, seen.hash FROM unnest(:ids, :hashes) AS seen (id, hash)
                        JOIN sample ON sample.id = seen.id FOR KEY SHARE OF sample
                        ON CONFLICT (id) DO NOTHING""")
                .bindArray("ids", UUID.class, ids)
                .bindArray("hashes", Long.class, hashes)
                .execute();
    }

    private static void settle(Handle transaction, List<Due> due) {
        transaction
                .createUpdate("DELETE FROM look_due WHERE id = ANY(:ids)")
                .bindArray("ids", UUID.class, due.stream().map(Due::id).toList())
                .execute();
    }

    /** An image to look at, without media if it was deleted. */
    private record Due(UUID id, @Nullable Sha256 media) {
        static Due of(ResultSet row) throws SQLException {
            byte[] media = row.getBytes("media");
            return new Due(row.getObject("id", UUID.class), media == null ? null : Sha256.ofDigest(media));
        }
    }
}
