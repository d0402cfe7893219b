package io.fieldloop.agent.disk;

import io.fieldloop.models.disk.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A small file that is replaced as a whole: after a power cut it has its content from before or from after a write, never
 * a part. Any thread may read; one at a time may change it.
 *
 * @param path where it is, or will be
 */
public record AtomicFile(Path path) {
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
     * Replaces the content, and returns when the disk has it. Makes the folder if it is missing.
     *
     * @throws IOException if the disk refuses; the content from before is then still there
     */
    public void write(byte[] content) throws IOException {
        DurableFile.write(path, content);
    }

    /**
     * Moves a file that makes no sense out of the way, to {@code NAME.damaged}, for a person to look at.
     *
     * @return where it is now
     * @throws IOException if it cannot be moved
     */
    public Path moveAside() throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        return Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
