package io.fieldloop.lab.distribution;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A folder that holds the agent and everything it needs: its own Java, its jars and the native libraries. */
record AgentImage(Path folder) {
    /** What the agent and its libraries use of Java. */
    private static final List<String> MODULES = List.of(
            "java.base", "java.desktop", "java.logging", "java.net.http", "java.prefs", "java.sql", "jdk.unsupported");

    /** Parts of Java's desktop that reading and writing images does without: windows, text and sound; and what debuggers read. */
    private static final List<String> FILES_NOT_NEEDED = List.of(
            "**/*.debuginfo",
            "**/libawt_xawt.so",
            "**/libfontmanager.so",
            "**/libfreetype.so",
            "**/libjawt.so",
            "**/libjsound.so",
            "**/libsplashscreen.so");

    /**
     * Puts an image together.
     *
     * @param root the checkout, built
     * @param modules the Java modules of the target ({@code jmods}); empty for those of the Java that runs this
     * @throws IOException if something is missing, or the disk fails
     */
    static AgentImage build(Path root, Target target, Optional<Path> modules, Path folder) throws IOException {
        Path agent = root.resolve("edge-agent");
        var image = new AgentImage(folder);
        Files.createDirectories(image.natives());
        Files.createDirectories(image.jars());
        Files.createDirectories(folder.resolve("bin"));
        link(target, modules, folder.resolve("runtime"));
        var libraries = new Jars(target, image.jars(), image.natives());
        for (Path jar : classPath(root)) {
            libraries.add(jar);
        }
        for (String options : List.of("jvm.options", "serve.options")) {
            Files.copy(
                    agent.resolve("src/main/launch").resolve(options),
                    folder.resolve("lib").resolve(options));
        }
        Files.copy(root.resolve("LICENSE"), folder.resolve("LICENSE"));
        Path start = Files.copy(agent.resolve("src/main/distribution/fieldloop-agent"), image.program());
        Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxr-xr-x"));
        return image;
    }

    /** What starts the agent. */
    Path program() {
        return folder.resolve("bin/fieldloop-agent");
    }

    /** What Java has prepared of the classes, once the image has been trained. */
    Path cache() {
        return folder.resolve("lib/agent.aot");
    }

    private Path jars() {
        return folder.resolve("lib/jars");
    }

    private Path natives() {
        return folder.resolve("lib/native");
    }

    /** The jars of the agent; those of this project as the build packed them. */
    private static List<Path> classPath(Path root) throws IOException {
        List<Path> jars = new ArrayList<>(List.of(packed(root, root.resolve("edge-agent/target/classes"))));
        String text =
                Files.readString(root.resolve("edge-agent/target/classpath")).strip();
        for (String entry : text.split(":", -1)) {
            jars.add(packed(root, Path.of(entry)));
        }
        return jars;
    }

    private static Path packed(Path root, Path entry) throws IOException {
        if (!Files.isDirectory(entry)) {
            return entry;
        }
        Path module = root.relativize(entry).getName(0);
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(root.resolve(module).resolve("target"), module + "-*.jar")) {
            for (Path jar : jars) {
                if (!jar.toString().endsWith("-tests.jar")) {
                    return jar;
                }
            }
        }
        throw new IOException("module " + module + " holds no jar; run ./fieldloop build");
    }

    private static void link(Target target, Optional<Path> modules, Path runtime) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--add-modules",
                String.join(",", MODULES),
                "--strip-java-debug-attributes",
                "--strip-native-debug-symbols",
                "exclude-debuginfo-files:objcopy=" + target.objcopy(),
                "--no-header-files",
                "--no-man-pages",
                "--exclude-files",
                String.join(",", FILES_NOT_NEEDED),
                "--output",
                runtime.toString()));
        modules.ifPresent(path -> options.addAll(List.of("--module-path", path.toString())));
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IOException("this Java has no jlink; it takes a JDK"));
        StringWriter said = new StringWriter();
        PrintWriter log = new PrintWriter(said);
        if (jlink.run(log, log, options.toArray(String[]::new)) != 0) {
            throw new IOException("jlink failed: " + said.toString().strip());
        }
    }

    /** How much room it takes. */
    long sizeBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(AgentImage::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
