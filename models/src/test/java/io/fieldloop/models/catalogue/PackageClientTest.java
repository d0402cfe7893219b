package io.fieldloop.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageClientTest {

    @TempDir
    private Path folder;

    @Test
    void what_a_client_prints_is_its_answer_and_nothing_is_left_behind() throws IOException, InterruptedException {
        assertThat(shell(Duration.ofSeconds(20)).run(folder, "echo there; echo noise >&2"))
                .isEqualTo("there\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_client_that_fails_is_quoted_by_its_errors() {
        assertThatThrownBy(() -> shell(Duration.ofSeconds(20))
                        .run(folder, "echo 'W: by the way' >&2; echo 'E: Version 1 was not found' >&2; exit 100"))
                .isInstanceOf(ClientException.class)
                .hasMessageEndingWith("ended with 100 and said: E: Version 1 was not found");
    }

    @Test
    void a_client_that_fails_without_marking_errors_is_quoted_as_it_is() {
        assertThatThrownBy(() -> shell(Duration.ofSeconds(20)).run(folder, "echo no such thing; exit 3"))
                .hasMessageContaining("ended with 3 and said: no such thing");
        assertThatThrownBy(() -> shell(Duration.ofSeconds(20)).run(folder, "exit 3"))
                .hasMessageContaining("said nothing");
    }

    @Test
    void a_client_that_is_not_installed_is_named() {
        var absent = new PackageClient(List.of(folder.resolve("absent").toString()), Duration.ofSeconds(20));
        assertThatThrownBy(() -> absent.run(folder))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("absent cannot be started");
    }

    @Test
    void a_client_that_does_not_end_is_ended_with_all_it_started() throws IOException {
        Path child = folder.resolve("child");
        assertThatThrownBy(
                        () -> shell(Duration.ofSeconds(1)).run(folder, "sleep 1000 & echo $! > '" + child + "'; wait"))
                .hasMessageContaining("did not end within 1 s");
        long id = Long.parseLong(Files.readString(child).strip());
        ProcessHandle.of(id).ifPresent(handle -> assertThat(handle.onExit()).succeedsWithin(Duration.ofSeconds(20)));
    }

    private static PackageClient shell(Duration limit) {
        return new PackageClient(List.of("/bin/sh", "-c"), limit);
    }
}
