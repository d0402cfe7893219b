package io.fieldloop.models.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.catalogue.FlakyServer.Answer;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {

    private static final byte[] MODEL = "the weights of a model".getBytes(UTF_8);
    private static final byte[] LABELS = "cat\ndog\n".getBytes(UTF_8);

    private final byte[] npm = Packages.npm(Map.of("package/model.onnx", MODEL, "package/labels.txt", LABELS));
    private final Asset cats = asset("cats", new NpmSource("cats", "1.0.0", Checksum.of(npm)), "package/");

    @TempDir
    private Path folder;

    private AssetCache cache;
    private Clients clients;
    private FlakyServer server;
    private Fetcher fetcher;
    private final List<Outcome> told = new ArrayList<>();

    FetcherTest() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        cache = new AssetCache(folder.resolve("cache"));
        server = new FlakyServer(npm);
        clients = new Clients(folder.resolve("clients")).answering("npm", "echo " + server.address());
        fetcher = new Fetcher(cache, clients.origins(), new FetchListener() {
            @Override
            public void started(Asset asset) {}

            @Override
            public void received(Asset asset, long bytes) {}

            @Override
            public void ended(Outcome outcome) {
                told.add(outcome);
            }
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_npm_package_is_fetched_from_where_npm_says_and_its_files_are_found() throws Exception {
        assertThat(fetcher.fetch(cats)).isEqualTo(new Outcome.Fetched(cats));
        assertThat(cache.file("cats", "model.onnx")).hasBinaryContent(MODEL);
        assertThat(cache.file("cats", "labels.txt")).hasBinaryContent(LABELS);
        assertThat(clients.calls()).singleElement().asString().startsWith("npm view cats@1.0.0 dist.tarball");
        assertThat(told).containsExactly(new Outcome.Fetched(cats));
    }

    @Test
    void what_is_here_is_not_fetched_again_and_nobody_is_asked() throws Exception {
        fetcher.fetch(cats);
        int calls = clients.calls().size();
        server.close();
        assertThat(fetcher.fetch(cats)).isEqualTo(new Outcome.Present(cats));
        assertThat(fetcher.look(cats)).isEqualTo(new Outcome.Present(cats));
        assertThat(clients.calls()).hasSize(calls);
    }

    @Test
    void a_damaged_file_in_the_cache_is_fetched_again() throws Exception {
        fetcher.fetch(cats);
        Files.write(cache.file("cats", "model.onnx"), new byte[MODEL.length]);
        assertThat(fetcher.look(cats)).isInstanceOf(Outcome.Missing.class);
        assertThat(fetcher.fetch(cats)).isEqualTo(new Outcome.Fetched(cats));
        assertThat(cache.file("cats", "model.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void a_connection_that_is_cut_is_continued() throws Exception {
        server.then(new Answer.CutAfter(50));
        assertThat(fetcher.fetch(cats)).isEqualTo(new Outcome.Fetched(cats));
        assertThat(server.ranges()).containsExactly("none", "bytes=50-");
    }

    @Test
    void wrong_content_is_thrown_away_and_fetched_once_more() throws Exception {
        server.then(new Answer.Whole(Bytes.copyOf(new byte[npm.length])));
        assertThat(fetcher.fetch(cats)).isEqualTo(new Outcome.Fetched(cats));
        assertThat(server.ranges()).containsExactly("none", "none");
    }

    @Test
    void wrong_content_twice_is_reported_with_what_was_expected_and_what_came_and_never_kept() throws Exception {
        byte[] wrong = new byte[npm.length];
        server.then(new Answer.Whole(Bytes.copyOf(wrong))).then(new Answer.Whole(Bytes.copyOf(wrong)));
        assertThat(reasonOf(fetcher.fetch(cats)))
                .contains("cats@1.0.0")
                .contains(Checksum.of(npm).toString())
                .contains(Checksum.of(wrong).toString());
        assertThat(cache.folder().resolve("assets")).doesNotExist();
        assertThat(fetcher.fetch(cats)).isEqualTo(new Outcome.Fetched(cats));
    }

    @Test
    void a_package_that_the_registry_does_not_have_is_named_in_npms_own_words() throws Exception {
        clients.answering("npm", "echo 'npm error code E404' >&2; exit 1");
        assertThat(reasonOf(fetcher.fetch(cats))).contains("view cats@1.0.0").contains("npm error code E404");
    }

    @Test
    void where_the_address_refuses_us_the_client_brings_the_package_itself() throws Exception {
        Path archive = Files.write(folder.resolve("archive"), npm);
        server.then(new Answer.Refusal(401));
        clients.answering(
                "npm", "case $1 in view) echo " + server.address() + ";; pack) cp " + archive + " cats.tgz;; esac");
        assertThat(fetcher.fetch(cats)).isEqualTo(new Outcome.Fetched(cats));
        assertThat(clients.calls()).anyMatch(call -> call.startsWith("npm pack cats@1.0.0 --ignore-scripts"));
    }

    @Test
    void where_neither_we_nor_the_client_get_it_both_are_quoted() throws Exception {
        server.then(new Answer.Refusal(401));
        clients.answering(
                "npm",
                "case $1 in view) echo " + server.address() + ";; pack) echo 'npm error E401' >&2; exit 1;; esac");
        assertThat(reasonOf(fetcher.fetch(cats))).contains("answered 401").contains("npm error E401");
    }

    @Test
    void a_maven_jar_is_brought_by_maven() throws Exception {
        byte[] jar = Packages.maven(Map.of("models/model.onnx", MODEL, "models/labels.txt", LABELS));
        Path archive = Files.write(folder.resolve("archive"), jar);
        clients.answering("mvn", "cp " + archive + " cats-1.0.0.jar");
        Asset asset = asset("cats", new MavenSource("org.pets", "cats", "1.0.0", Checksum.of(jar)), "models/");
        assertThat(fetcher.fetch(asset)).isEqualTo(new Outcome.Fetched(asset));
        assertThat(clients.calls()).singleElement().asString().contains("-Dartifact=org.pets:cats:1.0.0");
        assertThat(cache.downloads()).isDirectoryNotContaining(file -> Files.isDirectory(file));
    }

    @Test
    void a_debian_package_is_fetched_from_where_apt_says() throws Exception {
        Asset asset = debianCats();
        clients.answering("apt-get", "echo \"'" + server.address() + "' cats_1.0_all.deb 42 SHA256:00\"");
        assertThat(fetcher.fetch(asset)).isEqualTo(new Outcome.Fetched(asset));
        assertThat(clients.calls()).containsExactly("apt-get --print-uris download cats=1.0");
    }

    @Test
    void where_apt_does_not_know_the_package_lists_of_our_own_are_fetched_first() throws Exception {
        Asset asset = debianCats();
        clients.answering(
                "apt-get",
                "case \"$*\" in --print-uris*) echo 'E: Unable to locate package cats' >&2; exit 100;;"
                        + " *update) ;; *) echo \"'" + server.address() + "' cats_1.0_all.deb\";; esac");
        assertThat(fetcher.fetch(asset)).isEqualTo(new Outcome.Fetched(asset));
        assertThat(clients.calls()).hasSize(3);
        assertThat(clients.calls().get(1)).contains("Dir::State::Lists=").endsWith("update");
        assertThat(clients.calls().get(2)).contains("Dir::State::Lists=").endsWith("download cats=1.0");
    }

    @Test
    void an_asset_that_cannot_be_had_does_not_keep_others_away() throws Exception {
        Asset dogs = asset("dogs", new DebianSource("dogs", "2.0", Checksum.of(LABELS)), "");
        assertThat(reasonOf(fetcher.fetch(dogs))).contains("this client was not expected to be called");
        assertThat(fetcher.fetch(cats)).isEqualTo(new Outcome.Fetched(cats));
        assertThat(told).hasSize(2);
    }

    @Test
    void looking_touches_no_client_and_names_what_is_missing() throws Exception {
        assertThat(reasonOf(fetcher.look(cats))).contains("model.onnx");
        assertThat(clients.calls()).isEmpty();
    }

    @Test
    void a_file_that_was_not_fetched_is_asked_for_with_the_command_to_run() {
        assertThatThrownBy(() -> cache.file("cats", "model.onnx"))
                .isInstanceOf(AssetMissingException.class)
                .hasMessageContaining("./fieldloop fetch cats");
    }

    private Asset debianCats() throws IOException {
        byte[] deb = Packages.debian(Map.of("./usr/share/model.onnx", MODEL, "./usr/share/labels.txt", LABELS));
        server.then(new Answer.Whole(Bytes.copyOf(deb)));
        return asset("cats", new DebianSource("cats", "1.0", Checksum.of(deb)), "usr/share/");
    }

    private static Asset asset(String name, Source source, String path) {
        return new Asset(
                name,
                "Cats.",
                Set.of(Use.TESTS),
                source,
                List.of(
                        new AssetFile("model.onnx", path + "model.onnx", 0, Checksum.of(MODEL)),
                        new AssetFile("labels.txt", path + "labels.txt", 0, Checksum.of(LABELS))),
                new Licence("MIT", "MIT", "None."));
    }

    private static String reasonOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Missing.class);
        return ((Outcome.Missing) outcome).reason();
    }
}
