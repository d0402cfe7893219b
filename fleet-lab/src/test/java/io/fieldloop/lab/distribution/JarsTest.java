package io.fieldloop.lab.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JarsTest {
    @TempDir
    Path folder;

    private Path jars;
    private Path natives;

    @BeforeEach
    void makeFolders() throws IOException {
        jars = Files.createDirectories(folder.resolve("jars"));
        natives = Files.createDirectories(folder.resolve("natives"));
    }

    @Test
    void jarWithClassesAndLibraries_keepsClasses_andGivesTheLibraryOfTheTarget() throws IOException {
        Path jar = jar(
                "a.jar",
                "a/B.class",
                "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
                "ai/onnxruntime/native/win-x64/onnxruntime.dll");

        new Jars(Target.LINUX_ARM64, jars, natives).add(jar);

        try (ZipFile slim = new ZipFile(jars.resolve("a.jar").toFile())) {
            assertThat(slim.stream().map(ZipEntry::getName)).containsExactly("a/B.class");
        }
        assertThat(natives.resolve("libonnxruntime.so"))
                .hasContent("ai/onnxruntime/native/linux-aarch64/libonnxruntime.so");
    }

    @Test
    void signedJar_isNoLongerSigned() throws IOException {
        Path jar = jar("s.jar", "META-INF/MANIFEST.MF", "META-INF/MAKER_.SF", "META-INF/MAKER_.RSA", "a/B.class");

        new Jars(Target.LINUX_X64, jars, natives).add(jar);

        try (ZipFile slim = new ZipFile(jars.resolve("s.jar").toFile())) {
            assertThat(slim.stream().map(ZipEntry::getName)).containsExactly("META-INF/MANIFEST.MF", "a/B.class");
        }
    }

    @Test
    void jarOfLibrariesAlone_leavesNoJar() throws IOException {
        Path jar = jar("t.jar", "org/bytedeco/tensorflowlite/linux-x86_64/libjnitensorflowlite.so");

        new Jars(Target.LINUX_X64, jars, natives).add(jar);

        assertThat(jars).isEmptyDirectory();
        assertThat(natives.resolve("libjnitensorflowlite.so")).exists();
    }

    private Path jar(String name, String... entries) throws IOException {
        Path jar = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(entry.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return jar;
    }
}
