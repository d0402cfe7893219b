package io.fieldloop.models.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {

    @TempDir
    private Path folder;

    @Test
    void content_replaces_what_was_there_and_nothing_else_is_left() throws IOException {
        Path file = folder.resolve("deep/er/file");
        DurableFile.write(file, new byte[] {1});
        DurableFile.write(file, new byte[] {2, 3});
        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        try (var entries = Files.list(file.getParent())) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void what_a_power_cut_left_unfinished_is_written_anew() throws IOException {
        Files.write(folder.resolve(".file.part"), new byte[100]);
        DurableFile.write(folder.resolve("file"), new byte[] {1});
        assertThat(folder.resolve("file")).hasBinaryContent(new byte[] {1});
        assertThat(folder.resolve(".file.part")).doesNotExist();
    }

    @Test
    void content_that_cannot_take_its_place_leaves_what_was_there() throws IOException {
        Path occupied = Files.createDirectory(folder.resolve("file"));
        Files.write(occupied.resolve("inner"), new byte[] {1});
        assertThatThrownBy(() -> DurableFile.write(occupied, new byte[] {2})).isInstanceOf(IOException.class);
        assertThat(occupied.resolve("inner")).hasBinaryContent(new byte[] {1});
        assertThat(folder.resolve(".file.part")).doesNotExist();
    }
}
