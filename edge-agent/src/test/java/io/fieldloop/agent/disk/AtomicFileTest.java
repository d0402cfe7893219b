package io.fieldloop.agent.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void read_noFile_isEmpty() throws IOException {
        assertThat(new AtomicFile(folder.resolve("deep/er/note")).read(10)).isEmpty();
    }

    @Test
    void write_twice_leavesTheLastAndNothingElse() throws IOException {
        AtomicFile file = new AtomicFile(folder.resolve("note"));
        file.write("first, and longer".getBytes(UTF_8));
        file.write("second".getBytes(UTF_8));
        assertThat(file.read(100)).hasValue("second".getBytes(UTF_8));
        assertThat(folder).isDirectoryContaining("glob:**/note");
        assertThat(folder.toFile().list()).containsExactly("note");
    }

    @Test
    void write_diskRefuses_leavesWhatWasThere() throws IOException {
        AtomicFile file = new AtomicFile(folder.resolve("note"));
        file.write("before".getBytes(UTF_8));
        Files.createDirectories(folder.resolve(".note.part/in the way"));
        assertThatThrownBy(() -> file.write("after".getBytes(UTF_8))).isInstanceOf(IOException.class);
        assertThat(file.read(100)).hasValue("before".getBytes(UTF_8));
    }

    @Test
    void write_earlierWriteWasCutOff_leavesNoTraceOfIt() throws IOException {
        Files.writeString(folder.resolve("note"), "whole");
        Files.writeString(folder.resolve(".note.part"), "something longer that was cut off");
        AtomicFile file = new AtomicFile(folder.resolve("note"));
        assertThat(file.read(100)).hasValue("whole".getBytes(UTF_8));
        file.write("next".getBytes(UTF_8));
        assertThat(file.read(100)).hasValue("next".getBytes(UTF_8));
        assertThat(folder.toFile().list()).containsExactly("note");
    }

    @Test
    void read_fileIsTooLong_refuses() throws IOException {
        Files.writeString(folder.resolve("note"), "12345");
        AtomicFile file = new AtomicFile(folder.resolve("note"));
        assertThat(file.read(5)).isPresent();
        assertThatThrownBy(() -> file.read(4)).hasMessageContaining("longer than 4 bytes");
    }

    @Test
    void moveAside_keepsTheContentUnderAnotherName() throws IOException {
        Files.writeString(folder.resolve("note"), "odd");
        Path aside = new AtomicFile(folder.resolve("note")).moveAside();
        assertThat(aside).hasContent("odd").hasFileName("note.damaged");
        assertThat(folder.resolve("note")).doesNotExist();
    }
}
