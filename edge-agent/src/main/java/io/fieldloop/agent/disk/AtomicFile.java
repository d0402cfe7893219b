package io.fieldloop.agent.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * A small file that is replaced as a whole: after a power cut it has its content from before or from after a write, never
 * a part. One thread at a time.
 */
public final class AtomicFile {
    private final Path folder;
    private final Path path;
    private final Path temporary;

    private AtomicFile(Path folder, Path path) {
        this.folder = folder;
        this.path = path;
        this.temporary = path.resolveSibling(path.getFileName() + ".tmp");
    }

    /**
     * The file at {@code path}, which need not exist. Makes its folder, and removes what a write that was cut off left
     * behind; so there must be only one of these for each file at a time.
     *
     * @throws IOException if the folder cannot be made or written
     */
    public static AtomicFile at(Path path) throws IOException {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a folder");
        AtomicFile file = new AtomicFile(folder, path.toAbsolutePath());
        Files.createDirectories(folder);
        Files.deleteIfExists(file.temporary);
        return file;
    }

    /**
     * The whole content; empty when there is no such file.
     *
     * @param maxBytes the most that is taken into memory
     * @throws IOException if it cannot be read, or is longer than {@code maxBytes}
     */
    public Optional<byte[]> read(int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new IOException("%s is longer than %d bytes".formatted(path, maxBytes));
            }
            return Optional.of(content);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the content, and returns when the disk has it.
     *
     * @throws IOException if the disk refuses; the content from before is then still there
     */
    public void write(byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        Durable.folder(folder);
    }

    /**
     * Moves a file that makes no sense out of the way, to {@code NAME.damaged}, for a person to look at.
     *
     * @return where it is now
     * @throws IOException if it cannot be moved
     */
    public Path moveAside() throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        Durable.folder(folder);
        return aside;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
