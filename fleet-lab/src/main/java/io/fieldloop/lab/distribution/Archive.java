package io.fieldloop.lab.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A tar stream whose entries belong to root, without the POSIX headers that Debian's tools do not read. Times of files are
 * kept, since Java compares them with what it prepared.
 */
final class Archive implements AutoCloseable {
    private static final int DIRECTORY = 0755;
    private static final int EXECUTABLE = 0755;
    private static final int FILE = 0644;

    private final TarArchiveOutputStream tar;

    Archive(OutputStream to) {
        tar = new TarArchiveOutputStream(to, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    }

    /** Adds a folder with all that is in it as {@code name}. */
    void addTree(String name, Path tree) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted().toList();
        }
        for (Path path : paths) {
            String relative = tree.relativize(path).toString();
            String entry = relative.isEmpty() ? name : name + "/" + relative;
            if (Files.isDirectory(path)) {
                addFolder(entry);
            } else {
                addFile(entry, path, Files.isExecutable(path) ? EXECUTABLE : FILE);
            }
        }
    }

    /** Adds an empty folder. */
    void addFolder(String name) throws IOException {
        var entry = new TarArchiveEntry(name + "/");
        entry.setMode(DIRECTORY);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    /** Adds a file with its permissions. */
    void addFile(String name, Path file, int mode) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(file));
        entry.setMode(mode);
        entry.setModTime(Files.getLastModifiedTime(file));
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
    }

    /** Adds a file of a few bytes. */
    void addText(String name, String text, int mode) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    /** Adds a symbolic link. */
    void addLink(String name, String to) throws IOException {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
