package io.fieldloop.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final Path FOLDER = Path.of(System.getProperty("fieldloop.root"), "models", "catalogue");

    private final Catalogue catalogue = Catalogue.load();

    @Test
    void every_manifest_of_the_folder_is_in_the_catalogue_under_its_own_name() throws IOException {
        try (var manifests = Files.list(FOLDER.resolve("assets"))) {
            List<String> names = manifests
                    .map(manifest -> manifest.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
            assertThat(names).isNotEmpty();
            assertThat(catalogue.assets()).extracting(Asset::name).containsExactlyElementsOf(names);
        }
    }

    @Test
    void a_name_finds_its_asset_and_an_unknown_one_nothing() {
        assertThat(catalogue.asset("fashion-mnist").orElseThrow().files()).hasSize(4);
        assertThat(catalogue.asset("fashion")).isEmpty();
    }

    @Test
    void uses_choose_the_assets_that_have_one_of_them() {
        assertThat(catalogue.neededFor(Set.of(Use.DEMO)))
                .extracting(Asset::name)
                .contains("fashion-mnist")
                .doesNotContain("wake-word");
        assertThat(catalogue.neededFor(Set.of(Use.BENCHMARKS)))
                .extracting(Asset::name)
                .contains("wake-word");
        assertThat(catalogue.neededFor(Set.of())).isEmpty();
    }

    @Test
    void the_readme_names_every_asset_its_package_and_its_licence() throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolveSibling("README.md"));
        for (Asset asset : catalogue.assets()) {
            String name = asset.source().coordinates().split("[=@]\\d")[0];
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("| `" + asset.name() + "`"))
                    .singleElement()
                    .asString()
                    .contains(asset.source().kind() + " `" + name + "`")
                    .contains("| " + asset.licence().ofPackage() + " / ");
        }
    }

    @Test
    void no_manifest_names_the_host_of_a_registry() throws IOException {
        try (var manifests = Files.walk(FOLDER)) {
            for (Path file :
                    manifests.filter(path -> path.toString().endsWith(".json")).toList()) {
                assertThat(Files.readString(file)).doesNotContain("://");
            }
        }
    }

    @Test
    void two_assets_of_one_name_are_refused() {
        Asset asset = catalogue.assets().getFirst();
        assertThatThrownBy(() -> new Catalogue(List.of(asset, asset))).hasMessageContaining("one name");
    }
}
