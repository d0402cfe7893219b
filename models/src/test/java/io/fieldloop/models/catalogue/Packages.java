package io.fieldloop.models.catalogue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Small packages of each kind, made as their tools make them. */
final class Packages {

    private Packages() {}

    static byte[] npm(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var compressed = new GZIPOutputStream(bytes)) {
            tar(files, compressed);
        }
        return bytes.toByteArray();
    }

    static byte[] maven(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue());
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    static byte[] debian(Map<String, byte[]> files) throws IOException {
        var content = new ByteArrayOutputStream();
        try (var compressed = new XZOutputStream(content, new LZMA2Options(1))) {
            tar(files, compressed);
        }
        return debian("data.tar.xz", content.toByteArray());
    }

    static byte[] debian(String member, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var members = new ArArchiveOutputStream(bytes)) {
            put(members, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
            put(members, "control.tar.xz", new byte[] {1, 2, 3});
            put(members, member, content);
        }
        return bytes.toByteArray();
    }

    private static void put(ArArchiveOutputStream members, String name, byte[] content) throws IOException {
        members.putArchiveEntry(new ArArchiveEntry(name, content.length));
        members.write(content);
        members.closeArchiveEntry();
    }

    private static void tar(Map<String, byte[]> files, OutputStream target) throws IOException {
        try (var tar = new TarArchiveOutputStream(target)) {
            for (var file : files.entrySet()) {
                var entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
    }
}
