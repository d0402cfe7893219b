package io.fieldloop.lab.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/**
 * A Debian package of an image: deb(5) format 2.0, an ar archive of {@code debian-binary}, {@code control.tar.xz} and
 * {@code data.tar.xz}.
 */
final class DebianPackage {
    private static final String HOME = "./opt/fieldloop-agent";

    private final AgentImage image;
    private final Target target;
    private final String version;
    private final Path sources;

    /**
     * Prepares.
     *
     * @param sources the folder of the unit, the scripts and the first configuration
     */
    DebianPackage(AgentImage image, Target target, String version, Path sources) {
        this.image = image;
        this.target = target;
        this.version = version;
        this.sources = sources;
    }

    void write(Path file) throws IOException {
        Path data = Files.createTempFile(file.toAbsolutePath().getParent(), ".data", ".tar.xz");
        try {
            try (var out = new XZCompressorOutputStream(Files.newOutputStream(data))) {
                writeData(out);
            }
            try (var ar = new ArArchiveOutputStream(Files.newOutputStream(file))) {
                add(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
                add(ar, "control.tar.xz", control());
                ar.putArchiveEntry(new ArArchiveEntry("data.tar.xz", Files.size(data)));
                Files.copy(data, ar);
                ar.closeArchiveEntry();
            }
        } finally {
            Files.deleteIfExists(data);
        }
    }

    private static void add(ArArchiveOutputStream ar, String name, byte[] bytes) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, bytes.length));
        ar.write(bytes);
        ar.closeArchiveEntry();
    }

    private byte[] control() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var archive = new Archive(new XZCompressorOutputStream(bytes))) {
            archive.addText("./control", description(), 0644);
            archive.addText("./conffiles", "/etc/fieldloop/agent.yaml\n", 0644);
            for (String script : new String[] {"postinst", "prerm", "postrm"}) {
                archive.addFile("./" + script, sources.resolve("debian").resolve(script), 0755);
            }
        }
        return bytes.toByteArray();
    }

    /** Java's own libraries need nothing but these; the versions are those of Debian 12. */
    private String description() throws IOException {
        return """
                Package: fieldloop-agent
                Version: %s
                Architecture: %s
                Maintainer: Fieldloop maintainers <maintainers@fieldloop.invalid>
                Installed-Size: %d
                Depends: libc6 (>= 2.34), libstdc++6 (>= 12), zlib1g
                Recommends: util-linux
                Section: misc
                Priority: optional
                Description: runs models on a device and brings back the field data that matters
                 Runs compressed ONNX and TFLite models, captures samples into a durable outbox,
                 ships them over MQTT, and takes new versions of models only after proving them.
                 Brings its own Java.
                """.formatted(version, target.debian(), image.sizeBytes() / 1024);
    }

    private void writeData(OutputStream out) throws IOException {
        try (var archive = new Archive(out)) {
            archive.addFolder("./opt");
            archive.addTree(HOME, image.folder());
            archive.addFolder("./etc");
            archive.addFolder("./etc/fieldloop");
            archive.addFile("./etc/fieldloop/agent.yaml", sources.resolve("etc/agent.yaml"), 0644);
            for (String folder : new String[] {
                "./usr",
                "./usr/bin",
                "./usr/lib",
                "./usr/lib/systemd",
                "./usr/lib/systemd/system",
                "./usr/lib/sysusers.d"
            }) {
                archive.addFolder(folder);
            }
            archive.addLink("./usr/bin/fieldloop-agent", "/opt/fieldloop-agent/bin/fieldloop-agent");
            Path systemd = sources.resolve("systemd");
            archive.addFile(
                    "./usr/lib/systemd/system/fieldloop-agent.service",
                    systemd.resolve("fieldloop-agent.service"),
                    0644);
            archive.addFile(
                    "./usr/lib/sysusers.d/fieldloop-agent.conf", systemd.resolve("fieldloop-agent.sysusers"), 0644);
        }
    }
}
