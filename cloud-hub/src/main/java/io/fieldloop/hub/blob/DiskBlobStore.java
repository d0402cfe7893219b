package io.fieldloop.hub.blob;

import io.fieldloop.hub.database.BytesArray;
import io.fieldloop.hub.disk.DataFolder;
import io.fieldloop.models.disk.DurableFile;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Single contents as files {@code DATA/blobs/ab/abcdef…}, made whole under another name first; many small ones as rows,
 * because one commit makes hundreds of them last, where hundreds of files would each need their own force to disk.
 */
@Singleton
final class DiskBlobStore implements BlobStore {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int MOST_REMOVED = 500;

    /** Longer than it takes from storing a file to storing the row that names it. */
    private static final Duration IN_USE = Duration.ofHours(1);

    private final Path root;
    private final Path drafts;
    private final Jdbi jdbi;
    private final InstantSource clock;

    DiskBlobStore(DataFolder data, Jdbi jdbi, InstantSource clock) throws IOException {
        this.root = data.folder("blobs");
        this.drafts = data.folder("blobs/drafts");
        this.jdbi = jdbi;
        this.clock = clock;
        removeDrafts();
    }

    /** What a hub that went down was still receiving. */
    private void removeDrafts() throws IOException {
        try (var left = Files.list(drafts)) {
            for (Path draft : left.toList()) {
                Files.delete(draft);
            }
        }
    }

    @Override
    public Sha256 put(InputStream content, long maxBytes) throws IOException {
        Path draft = Files.createTempFile(drafts, "", "");
        try {
            Sha256 name = copy(content, draft, maxBytes);
            keep(draft, name);
            return name;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Not while files are removed: one that is there counts as in use from here on. */
    private synchronized void keep(Path draft, Sha256 name) throws IOException {
        Path file = file(name);
        if (Files.exists(file)) {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return;
        }
        DataFolder.own(folder(name));
        DurableFile.force(root);
        DurableFile.moveIntoPlace(draft, file);
    }

    private static Sha256 copy(InputStream content, Path draft, long maxBytes) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[CHUNK_BYTES];
        long size = 0;
        try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
                size += n;
                if (size > maxBytes) {
                    throw new ContentTooLargeException(maxBytes);
                }
                digest.update(chunk, 0, n);
                writeAll(out, ByteBuffer.wrap(chunk, 0, n));
            }
            out.force(true);
        }
        return Sha256.ofDigest(digest.digest());
    }

    private static void writeAll(FileChannel out, ByteBuffer rest) throws IOException {
        while (rest.hasRemaining()) {
            out.write(rest);
        }
    }

    /** Those that are there already are only locked, lest they be removed before the row that names them is there. */
    @Override
    public void putAll(Handle transaction, Collection<Bytes> contents) {
        Map<Sha256, Bytes> byName = new LinkedHashMap<>();
        contents.forEach(content -> byName.put(content.sha256(), content));
        transaction
                .createUpdate("""
                        INSERT INTO small_blob (sha256, content)
                        SELECT * FROM unnest(:names, :contents) AS new (name, content)
                        ORDER BY name
                        ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256 WHERE false""")
                .bind("names", BytesArray.ofDigests(byName.keySet()))
                .bind("contents", BytesArray.ofContents(byName.values()))
                .execute();
    }

    @Override
    public InputStream open(Sha256 name) throws IOException {
        Path file = file(name);
        return Files.exists(file) ? Files.newInputStream(file) : new ByteArrayInputStream(requireSmall(name));
    }

    @Override
    public OptionalLong size(Sha256 name) {
        Path file = file(name);
        if (Files.exists(file)) {
            return OptionalLong.of(file.toFile().length());
        }
        return jdbi.withHandle(
                        handle -> handle.createQuery("SELECT length(content) FROM small_blob WHERE sha256 = :name")
                                .bind("name", name)
                                .mapTo(Long.class)
                                .findOne())
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    @Override
    public synchronized OptionalLong hold(Sha256 name) {
        Path file = file(name);
        // False if there is no such file, which then cannot be removed either.
        var _ = file.toFile().setLastModified(clock.millis());
        return size(name);
    }

    @Override
    public Path path(Sha256 name) throws IOException {
        Path file = file(name);
        if (!Files.exists(file)) {
            byte[] content = requireSmall(name);
            put(new ByteArrayInputStream(content), content.length);
        }
        return file;
    }

    private byte[] requireSmall(Sha256 name) throws IOException {
        Optional<byte[]> content =
                jdbi.withHandle(handle -> handle.createQuery("SELECT content FROM small_blob WHERE sha256 = :name")
                        .bind("name", name)
                        .mapTo(byte[].class)
                        .findOne());
        return content.orElseThrow(() -> new NoSuchFileException("blob " + name));
    }

    @Override
    public void loosen(Handle transaction, Collection<Sha256> contents) {
        new LooseBlobs(transaction).add(contents);
    }

    @Override
    public int removeLoose() throws IOException {
        return jdbi.inTransaction(transaction -> {
            var loose = new LooseBlobs(transaction);
            Set<Sha256> judged = loose.lock(MOST_REMOVED);
            Set<Sha256> removed = new HashSet<>(judged);
            loose.named(judged).forEach(removed::remove);
            loose.deleteContents(removed);
            judged.removeAll(removeFiles(removed));
            loose.settle(judged);
            return judged.size();
        });
    }

    /** Removes the files of these contents, for good; gives those that may be in use. */
    private synchronized Set<Sha256> removeFiles(Set<Sha256> names) throws IOException {
        Instant unused = clock.instant().minus(IN_USE);
        Set<Sha256> inUse = new HashSet<>();
        for (Sha256 name : names) {
            Path file = file(name);
            if (!Files.exists(file)) {
                continue;
            }
            if (Files.getLastModifiedTime(file).toInstant().isAfter(unused)) {
                inUse.add(name);
            } else {
                Files.delete(file);
                DurableFile.force(folder(name));
            }
        }
        return inUse;
    }

    private Path file(Sha256 name) {
        return folder(name).resolve(name.hex());
    }

    private Path folder(Sha256 name) {
        return root.resolve(name.hex().substring(0, 2));
    }
}
