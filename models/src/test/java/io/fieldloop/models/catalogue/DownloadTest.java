package io.fieldloop.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.catalogue.FlakyServer.Answer;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {

    private final byte[] content = new byte[300_000];
    private final List<Long> received = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path target;
    private FlakyServer server;

    @BeforeEach
    void start() throws IOException {
        new Random(3).nextBytes(content);
        target = folder.resolve("archive");
        server = new FlakyServer(content);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_whole_answer_is_kept_and_counted() throws IOException {
        download(content.length).run();
        assertThat(target).hasBinaryContent(content);
        assertThat(received).isSorted().endsWith((long) content.length);
    }

    @Test
    void a_connection_that_is_cut_again_and_again_is_continued_where_it_broke() throws IOException {
        for (int cut = 0; cut < 5; cut++) {
            server.then(new Answer.CutAfter(50_000));
        }
        download(content.length).run();
        assertThat(target).hasBinaryContent(content);
        assertThat(server.ranges())
                .containsExactly(
                        "none", "bytes=50000-", "bytes=100000-", "bytes=150000-", "bytes=200000-", "bytes=250000-");
    }

    @Test
    void what_an_earlier_run_left_is_not_asked_for_again() throws IOException {
        Files.write(target, Arrays.copyOf(content, 123_456));
        download(content.length).run();
        assertThat(target).hasBinaryContent(content);
        assertThat(server.ranges()).containsExactly("bytes=123456-");
    }

    @Test
    void a_server_that_cannot_continue_sends_all_and_replaces_the_beginning() throws IOException {
        Files.write(target, new byte[1_000]);
        server.then(new Answer.Whole(Bytes.copyOf(content)));
        download(content.length).run();
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void three_answers_in_a_row_that_bring_nothing_end_the_download_and_keep_what_came() {
        server.then(new Answer.CutAfter(40_000))
                .then(new Answer.CutAfter(0))
                .then(new Answer.CutAfter(0))
                .then(new Answer.CutAfter(0));
        assertThatThrownBy(() -> download(content.length).run()).isInstanceOf(IOException.class);
        assertThat(target).hasSize(40_000);
        assertThat(server.ranges()).hasSize(4);
    }

    @Test
    void a_server_that_sends_more_than_it_should_is_refused_at_once() {
        assertThatThrownBy(() -> download(1_000).run()).hasMessageContaining("more than the 1000 bytes");
        assertThat(server.ranges()).hasSize(1);
    }

    @Test
    void a_refusal_is_not_asked_again_and_named() {
        server.then(new Answer.Refusal(403));
        assertThatThrownBy(() -> download(content.length).run()).hasMessageContaining("answered 403");
        assertThat(server.ranges()).hasSize(1);
    }

    @Test
    void an_address_where_nobody_listens_ends_with_an_error() {
        server.close();
        assertThatThrownBy(() -> download(content.length).run()).isInstanceOf(IOException.class);
    }

    @Test
    void an_address_that_is_not_http_is_refused() {
        URI file = folder.resolve("elsewhere").toUri();
        assertThatThrownBy(() -> new Download(file, target, 1, received::add).run())
                .hasMessageContaining("no HTTP address");
    }

    private Download download(long sizeBytes) {
        return new Download(server.address(), target, sizeBytes, received::add);
    }
}
