package io.fieldloop.models.catalogue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;

/** A Debian package whose content a test needs as a whole. */
public final class DebianPackage {

    private DebianPackage() {}

    /** The content of all files by their paths, in the order of these. */
    public static Map<String, byte[]> files(Path deb) throws IOException {
        var source = new DebianSource("any", "1", Checksum.of(deb));
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream content = new BufferedInputStream(Files.newInputStream(deb));
                ArchiveInputStream<?> entries = new Archive(source, deb).open(content)) {
            for (ArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), entries.readAllBytes());
                }
            }
        }
        return files;
    }
}
