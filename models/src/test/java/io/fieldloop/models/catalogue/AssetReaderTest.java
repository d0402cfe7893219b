package io.fieldloop.models.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetReaderTest {

    private static final String MANIFEST = """
            {"name": "cats", "what": "Cats.", "uses": ["demo"],
             "source": {"kind": "npm", "package": "@pets/cats", "version": "1.0.0",
                        "archive": {"sha256": "HASH", "sizeBytes": 9}},
             "files": [{"name": "cat.onnx", "path": "package/cat.onnx", "sha256": "HASH", "sizeBytes": 3}],
             "licence": {"package": "MIT", "content": "CC0-1.0", "limits": "None."}}
            """.replace("HASH", "ab".repeat(32));

    @Test
    void a_manifest_says_all_that_the_asset_is() throws IOException {
        Asset asset = read(MANIFEST);
        assertThat(asset.name()).isEqualTo("cats");
        assertThat(asset.uses()).containsExactly(Use.DEMO);
        assertThat(asset.source()).isInstanceOf(NpmSource.class);
        assertThat(asset.source().coordinates()).isEqualTo("@pets/cats@1.0.0");
        assertThat(asset.source().archive().sizeBytes()).isEqualTo(9);
        assertThat(asset.files()).singleElement().satisfies(file -> {
            assertThat(file.path()).isEqualTo("package/cat.onnx");
            assertThat(file.offsetBytes()).isZero();
        });
        assertThat(asset.sizeBytes()).isEqualTo(3);
        assertThat(asset.licence().ofContent()).isEqualTo("CC0-1.0");
    }

    @Test
    void maven_and_debian_packages_are_known_by_their_own_coordinates() throws IOException {
        assertThat(read(MANIFEST.replace("\"npm\", \"package\": \"@pets/cats\"", "\"debian\", \"package\": \"cats\""))
                        .source()
                        .coordinates())
                .isEqualTo("cats=1.0.0");
        assertThat(read(MANIFEST.replace(
                                "\"npm\", \"package\": \"@pets/cats\"",
                                "\"maven\", \"group\": \"org.pets\", \"artifact\": \"cats\""))
                        .source()
                        .coordinates())
                .isEqualTo("org.pets:cats:1.0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\": \"cats\"                | \"name\": \"../cats\"            | name must be words",
                "\"name\": \"cat.onnx\"            | \"name\": \"../../cat.onnx\"     | plain name",
                "\"name\": \"cat.onnx\"            | \"name\": \".cat\"               | plain name",
                "\"@pets/cats\"                    | \"--registry=evil\"              | must be plain",
                "\"1.0.0\"                         | \"1.0.0 --flag\"                 | must be plain",
                "abababab\", \"sizeBytes\": 3      | abababab\", \"sizeBytes\": -3    | fewer than 0",
                "abababab\", \"sizeBytes\": 3      | abababab\", \"sizeBytes\": 0     | must have content",
                "abababab\", \"sizeBytes\": 3      | abababab\", \"sizeBytes\": 1e3   | files[0].sizeBytes' is a number, but should be a whole number",
                "abababab\", \"sizeBytes\": 9      | ab\", \"sizeBytes\": 9           | 64 lower-case",
                "\"CC0-1.0\"                       | \"\"                             | licence must say",
                "\"npm\"                           | \"torrent\"                      | not torrent",
                "[\"demo\"]                        | []                               | have a use",
                "\"what\": \"Cats.\",              | ``                               | field 'what' is missing",
                "\"what\": \"Cats.\",              | \"name\": \"cats\",              | Duplicate field 'name'",
            })
    void a_manifest_that_says_what_cannot_be_is_refused(String original, String changed, String complaint) {
        String hostile = MANIFEST.replace(original, changed);
        assertThat(hostile).isNotEqualTo(MANIFEST);
        assertThatThrownBy(() -> read(hostile)).isInstanceOf(IOException.class).hasMessageContaining(complaint);
    }

    @Test
    void what_is_cut_off_nested_without_end_or_no_object_is_refused() {
        for (int length = 0; length < MANIFEST.lastIndexOf('}'); length++) {
            String part = MANIFEST.substring(0, length);
            assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("a JSON object was expected");
    }

    private static Asset read(String manifest) throws IOException {
        return AssetReader.read(manifest.getBytes(UTF_8));
    }
}
