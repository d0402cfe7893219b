package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.runtime.ModelException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFilesTest {
    private static final String LIBRARY = "org/bytedeco/tensorflowlite/linux-x86_64/libjnitensorflowlite.so";
    private static final int LIBRARY_BYTES = 12_230_064;

    @TempDir
    Path cache;

    @Test
    void library_isCopiedOnceIntoAFolderForItsVersion() throws Exception {
        Path folder = NativeFiles.unpack("tflite-1", List.of(LIBRARY), cache);
        Path library = folder.resolve("libjnitensorflowlite.so");
        FileTime written = Files.getLastModifiedTime(library);

        assertThat(NativeFiles.unpack("tflite-1", List.of(LIBRARY), cache)).isEqualTo(folder);
        assertThat(folder).isEqualTo(cache.resolve("native/tflite-1"));
        assertThat(library).hasSize(LIBRARY_BYTES);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(written);
    }

    @Test
    void library_copiedByManyAtOnce_isWholeAndAlone() throws Exception {
        try (ExecutorService processes = Executors.newFixedThreadPool(4)) {
            List<Future<Path>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                done.add(processes.submit(() -> NativeFiles.unpack("tflite-1", List.of(LIBRARY), cache)));
            }
            for (Future<Path> one : done) {
                assertThat(one.get(60, TimeUnit.SECONDS).resolve("libjnitensorflowlite.so"))
                        .hasSize(LIBRARY_BYTES);
            }
        }
        try (var files = Files.list(cache.resolve("native/tflite-1"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void folderThatCannotBeWritten_isToldWithWhatHelps() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));

        assertUnavailable(
                file, LIBRARY, "name a folder that can be written by the environment variable FIELDLOOP_CACHE");
    }

    @Test
    void libraryThatIsNotOnTheClassPath_isTold() {
        assertUnavailable(cache, "org/abacus/libabacus.so", "org/abacus/libabacus.so is not on the class path");
        assertThat(cache).isEmptyDirectory();
    }

    private static void assertUnavailable(Path cache, String resource, String message) {
        assertThatThrownBy(() -> NativeFiles.unpack("library-1", List.of(resource), cache))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE))
                .hasMessageContaining(message);
    }
}
