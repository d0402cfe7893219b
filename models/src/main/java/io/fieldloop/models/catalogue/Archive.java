package io.fieldloop.models.catalogue;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * A package's archive on disk. Its paths are only compared with those wanted and never become paths here, and no more of an entry is
 * unpacked than a wanted file takes.
 */
record Archive(Source source, Path file) {

    /** More than any package unpacks to; what claims more is an attack. */
    private static final long MAX_UNPACKED_BYTES = 2L << 30;

    /** What unpacking xz may hold in memory at most. */
    private static final int MAX_XZ_MEMORY_KIBIBYTES = 256 << 10;

    /**
     * Takes files out.
     *
     * @return the content of each
     * @throws WrongContentException if a file is not what it must be
     * @throws IOException if the archive is damaged or lacks a file
     */
    Map<AssetFile, byte[]> take(List<AssetFile> wanted) throws IOException {
        Map<AssetFile, byte[]> taken = new HashMap<>();
        for (AssetFile one : wanted) {
            if (one.isArchive()) {
                taken.put(one, checked(one, Files.readAllBytes(file)));
            }
        }
        if (taken.size() < wanted.size()) {
            unpack(wanted, taken);
        }
        return taken;
    }

    private void unpack(List<AssetFile> wanted, Map<AssetFile, byte[]> taken) throws IOException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file));
                ArchiveInputStream<?> entries = open(content)) {
            for (ArchiveEntry entry = entries.getNextEntry();
                    entry != null && taken.size() < wanted.size();
                    entry = entries.getNextEntry()) {
                if (entries.getBytesRead() > MAX_UNPACKED_BYTES) {
                    throw new IOException(file + " unpacks to more than " + MAX_UNPACKED_BYTES + " bytes");
                }
                if (!entry.isDirectory()) {
                    take(entries, path(entry), wanted, taken);
                }
            }
        }
        for (AssetFile one : wanted) {
            if (!taken.containsKey(one)) {
                throw new FileNotFoundException(source.coordinates() + " does not hold " + one.path());
            }
        }
    }

    private static String path(ArchiveEntry entry) {
        String name = entry.getName();
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static void take(InputStream entry, String path, List<AssetFile> wanted, Map<AssetFile, byte[]> taken)
            throws IOException {
        List<AssetFile> here =
                wanted.stream().filter(one -> one.path().equals(path)).toList();
        int end = here.stream().mapToInt(AssetFile::endBytes).max().orElse(0);
        if (end == 0) {
            return;
        }
        byte[] content = entry.readNBytes(end);
        for (AssetFile one : here) {
            int start = Math.toIntExact(Math.min(one.offsetBytes(), content.length));
            taken.put(one, checked(one, Arrays.copyOfRange(content, start, Math.min(one.endBytes(), content.length))));
        }
    }

    private static byte[] checked(AssetFile one, byte[] content) throws WrongContentException {
        Checksum actual = Checksum.of(content);
        if (!actual.equals(one.checksum())) {
            throw new WrongContentException(one.name(), one.checksum(), actual);
        }
        return content;
    }

    /** The entries, of which none is checked. */
    ArchiveInputStream<?> open(InputStream content) throws IOException {
        return switch (source) {
            case NpmSource _ -> new TarArchiveInputStream(new GZIPInputStream(content));
            case MavenSource _ -> new ZipArchiveInputStream(content);
            case DebianSource _ -> debianFiles(new ArArchiveInputStream(content));
        };
    }

    /** A Debian package is an ar archive of three members; its files are in the tar archive called data. */
    private TarArchiveInputStream debianFiles(ArArchiveInputStream members) throws IOException {
        for (@Nullable ArchiveEntry member = members.getNextEntry(); member != null; member = members.getNextEntry()) {
            switch (member.getName()) {
                case "data.tar.xz" -> {
                    return new TarArchiveInputStream(new XZInputStream(members, MAX_XZ_MEMORY_KIBIBYTES));
                }
                case "data.tar.gz" -> {
                    return new TarArchiveInputStream(new GZIPInputStream(members));
                }
                case "data.tar" -> {
                    return new TarArchiveInputStream(members);
                }
                default -> {
                    // The format's version, or what is needed to install the package.
                }
            }
        }
        throw new IOException(file + " holds no data.tar, data.tar.gz or data.tar.xz, as a Debian package must");
    }
}
