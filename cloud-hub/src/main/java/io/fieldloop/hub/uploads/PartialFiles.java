package io.fieldloop.hub.uploads;

import io.fieldloop.hub.disk.DataFolder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of uploads that are under way. One caller at a time for each file. */
@Singleton
class PartialFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PartialFiles.class);
    private static final int CHUNK_BYTES = 1 << 16;

    private final Path folder;

    PartialFiles(DataFolder data) throws IOException {
        this.folder = data.folder("uploads");
    }

    /**
     * Appends what comes, after what was received before, and not beyond the declared size. When what comes is cut off, what came
     * is kept.
     *
     * @return how many bytes the file has on the disk for good; one more than declared if more came
     * @throws IOException if the disk fails
     */
    long append(Partial partial, InputStream content) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long size = partial.receivedBytes();
        try (FileChannel file = FileChannel.open(path(partial), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.truncate(size).position(size);
            for (int n = read(content, chunk); n > 0; n = read(content, chunk)) {
                long room = partial.sizeBytes() - size;
                if (n > room) {
                    return partial.sizeBytes() + 1;
                }
                writeAll(file, ByteBuffer.wrap(chunk, 0, n));
                size += n;
            }
            file.force(true);
        }
        return size;
    }

    /** The next bytes; none at the end, and where the sender is cut off. */
    private static int read(InputStream content, byte[] chunk) {
        try {
            return content.read(chunk);
        } catch (IOException e) {
            LOG.debug("an upload is cut off: {}", e.getMessage());
            return -1;
        }
    }

    private static void writeAll(FileChannel file, ByteBuffer rest) throws IOException {
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    Path path(Partial partial) {
        return folder.resolve(partial.fileName());
    }

    void delete(Collection<Partial> partials) throws IOException {
        for (Partial partial : partials) {
            Files.deleteIfExists(path(partial));
        }
    }

    /** Deletes all others. */
    void keepOnly(Collection<Partial> partials) throws IOException {
        Set<String> names = partials.stream().map(Partial::fileName).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!names.contains(String.valueOf(file.getFileName()))) {
                    Files.delete(file);
                }
            }
        }
    }

    /** How much more the disk can hold. */
    long usableBytes() {
        return folder.toFile().getUsableSpace();
    }
}
