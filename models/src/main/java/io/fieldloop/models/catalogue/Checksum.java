package io.fieldloop.models.catalogue;

import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells whether a file is the one that was meant. */
public record Checksum(Sha256 sha256, long sizeBytes) {
    public Checksum {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a file must not have fewer than 0 bytes, but has " + sizeBytes);
        }
    }

    static Checksum of(byte[] content) {
        return new Checksum(Sha256.of(content), content.length);
    }

    static Checksum of(Path file) throws IOException {
        return new Checksum(Sha256.ofFile(file), Files.size(file));
    }

    /** Whether the file is there and is the one that was meant. A wrong size is seen without reading it. */
    boolean fits(Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == sizeBytes
                && Sha256.ofFile(file).equals(sha256);
    }

    @Override
    public String toString() {
        return sizeBytes + " bytes with SHA-256 " + sha256;
    }
}
