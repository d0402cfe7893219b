package io.fieldloop.lab.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Enumeration;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Takes libraries apart: classes stay in a jar, native libraries of the target become files, the others stay away. So do signatures of
 * jars, which no longer hold when something is taken out, and which each start would verify.
 */
final class Jars {
    /** One time for every entry, so that the same input gives the same bytes. */
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final Pattern SIGNATURE =
            Pattern.compile("META-INF/(SIG-.*|[^/]+\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

    private final Target target;
    private final Path jars;
    private final Path natives;

    Jars(Target target, Path jars, Path natives) {
        this.target = target;
        this.jars = jars;
        this.natives = natives;
    }

    /** Adds a jar of the class path. One that holds nothing but native libraries leaves no jar. */
    void add(Path jar) throws IOException {
        Path slim = jars.resolve(jar.getName(jar.getNameCount() - 1));
        int kept = 0;
        try (ZipFile from = new ZipFile(jar.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(slim))) {
            for (Enumeration<? extends ZipEntry> entries = from.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (target.loads(entry.getName())) {
                    unpack(from, entry);
                } else if (!entry.isDirectory() && !Target.isNative(entry.getName()) && !isSignature(entry.getName())) {
                    copy(from, entry, to);
                    kept += entry.getName().endsWith(".class") ? 1 : 0;
                }
            }
        }
        if (kept == 0) {
            Files.delete(slim);
        }
    }

    /** By the names that the jar specification gives to such files. */
    private static boolean isSignature(String name) {
        return SIGNATURE.matcher(name).matches();
    }

    private void unpack(ZipFile from, ZipEntry entry) throws IOException {
        String name = entry.getName();
        try (InputStream in = from.getInputStream(entry)) {
            Files.copy(in, natives.resolve(name.substring(name.lastIndexOf('/') + 1)));
        }
    }

    private static void copy(ZipFile from, ZipEntry entry, ZipOutputStream zip) throws IOException {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(TIME.atZone(ZoneOffset.UTC).toLocalDateTime());
        zip.putNextEntry(copy);
        try (InputStream in = from.getInputStream(entry)) {
            in.transferTo(zip);
        }
        zip.closeEntry();
    }
}
