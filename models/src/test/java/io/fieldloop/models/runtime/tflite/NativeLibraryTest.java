package io.fieldloop.models.runtime.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.runtime.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    Path cache;

    @Test
    void library_isCopiedOnceIntoAFolderForItsVersion() throws Exception {
        Path first = NativeLibrary.copy("linux-x86_64", cache);
        FileTime written = Files.getLastModifiedTime(first);
        Path second = NativeLibrary.copy("linux-x86_64", cache);

        assertThat(second).isEqualTo(first).hasSize(12_230_064);
        assertThat(cache.relativize(first)).hasToString("tflite-2.21.0-1.5.14/linux-x86_64/libjnitensorflowlite.so");
        assertThat(Files.getLastModifiedTime(second)).isEqualTo(written);
        assertThat(first.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void folderThatCannotBeWritten_isTold() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));

        assertThatThrownBy(() -> NativeLibrary.copy("linux-x86_64", file)).isInstanceOf(IOException.class);
    }

    @Test
    void platforms_areNamedAsThePackageNamesThem() throws ModelException {
        assertThat(NativeLibrary.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(NativeLibrary.platform("Linux", "aarch64")).isEqualTo("linux-arm64");
        assertThatThrownBy(() -> NativeLibrary.platform("Linux", "riscv64"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("there is no native library for Linux on riscv64");
        assertThatThrownBy(() -> NativeLibrary.platform("Plan 9", "amd64")).isInstanceOf(ModelException.class);
    }

    @Test
    void platformWithoutAPackage_isTold() {
        assertThatThrownBy(() -> NativeLibrary.copy("linux-abacus", cache))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not on the class path");
    }
}
