package io.fieldloop.lab.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** A kind of machine that an image is for, and how others call it. */
enum Target {
    LINUX_X64("amd64", "x86-64", "ai/onnxruntime/native/linux-x64/", "linux-x86_64", "org/sqlite/native/Linux/x86_64/"),
    LINUX_ARM64(
            "arm64",
            "aarch64",
            "ai/onnxruntime/native/linux-aarch64/",
            "linux-arm64",
            "org/sqlite/native/Linux/aarch64/");

    private final String debian;
    private final String gnu;
    private final String onnxRuntime;
    private final String tfLite;
    private final String sqlite;

    Target(String debian, String gnu, String onnxRuntime, String tfLite, String sqlite) {
        this.debian = debian;
        this.gnu = gnu;
        this.onnxRuntime = onnxRuntime;
        this.tfLite = tfLite;
        this.sqlite = sqlite;
    }

    /** The machine that this process runs on. */
    static Target here() {
        return System.getProperty("os.arch").equals("aarch64") ? LINUX_ARM64 : LINUX_X64;
    }

    /** Debian's name of the architecture. */
    String debian() {
        return debian;
    }

    /**
     * The program that takes debugging symbols out of libraries of this machine.
     *
     * @throws IOException if it is not installed
     */
    Path objcopy() throws IOException {
        String name = this == here() ? "objcopy" : gnu.replace('-', '_') + "-linux-gnu-objcopy";
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IOException("%s is missing (Debian: binutils-%s-linux-gnu)".formatted(name, gnu)));
    }

    /** Whether an entry of a library's jar is a native library for this machine. */
    boolean loads(String entry) {
        return entry.endsWith(".so")
                && (entry.startsWith(onnxRuntime)
                        || entry.startsWith(sqlite)
                        || entry.startsWith("org/bytedeco/tensorflowlite/" + tfLite + "/"));
    }

    /** Whether an entry of a library's jar is a native library, or stands beside one, for any machine. */
    static boolean isNative(String entry) {
        return entry.startsWith("ai/onnxruntime/native/")
                || entry.startsWith("org/sqlite/native/")
                || entry.startsWith("org/bytedeco/");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
