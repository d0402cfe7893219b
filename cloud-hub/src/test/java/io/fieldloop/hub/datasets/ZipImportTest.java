package io.fieldloop.hub.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSamples;
import io.fieldloop.hub.datasets.ImportReport.RefusedFile;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.ModelName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class ZipImportTest {
    private final Datasets datasets;
    private final TestSamples samples;
    private final String dataset = TestHub.name("imported");
    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(archive);

    ZipImportTest(TestHub hub) {
        datasets = hub.part(Datasets.class);
        samples = new TestSamples(hub.part(Jdbi.class));
    }

    @BeforeEach
    void makeDataset() {
        var model = new ModelName(TestHub.name("imports"));
        samples.putBrief(model, List.of("bag", "boot"));
        datasets.put(dataset, model, "for tests", "tester");
    }

    @Test
    void images_inFoldersOfClasses_areImportedOnce() throws IOException {
        add("bag/1.png", png(1));
        add("photos/boot/2.png", png(2));
        add("bag/again.png", png(1));

        assertThat(importAll()).isEqualTo(new ImportReport(2, 1, List.of(), 0));
        assertThat(importAll()).as("once more").isEqualTo(new ImportReport(0, 3, List.of(), 0));
        assertThat(datasets.require(dataset).images()).isEqualTo(2);
    }

    @Test
    void files_thatAreNoImagesOfAClass_areRefusedByNameWithReason() throws IOException {
        add("bag/good.png", png(1));
        add("bag/readme.txt", "not an image".getBytes(StandardCharsets.UTF_8));
        add("cat/1.png", png(2));
        add("loose.png", png(3));
        add("bag/../../../etc/boot/4.png", png(4));
        add("boot/same-as-good.png", png(1));

        ImportReport report = importAll();

        assertThat(report.imported()).isEqualTo(1);
        assertThat(report.refused())
                .extracting(RefusedFile::file)
                .containsExactlyInAnyOrder(
                        "bag/readme.txt",
                        "cat/1.png",
                        "loose.png",
                        "bag/../../../etc/boot/4.png",
                        "boot/same-as-good.png");
        assertThat(report.refused())
                .extracting(RefusedFile::reason)
                .anyMatch(r -> r.startsWith("it is no image that can be read"))
                .contains("'cat' is no class of the model", "the same image is there as 'bag'");
    }

    @Test
    void bomb_isStoppedBeforeItUnpacks_andWhatCameBeforeStays() throws IOException {
        add("bag/good.png", png(1));
        zip.putNextEntry(new ZipEntry("bag/bomb.png"));
        byte[] zeros = new byte[1 << 20];
        for (int megabytes = 0; megabytes < 64; megabytes++) {
            zip.write(zeros);
        }
        zip.closeEntry();

        assertThatThrownBy(this::importAll)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("unpacks to more than 200 times its size; 1 images were imported before");
    }

    @Test
    void archive_thatIsCutOffOrNone_isRefused() throws IOException {
        add("bag/1.png", png(1));
        add("bag/2.png", png(2));
        zip.close();
        byte[] cut = Arrays.copyOf(archive.toByteArray(), archive.size() - 60);

        assertThatThrownBy(() -> datasets.importZip(dataset, new ByteArrayInputStream(cut), "tester"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("it is cut off; 2 images were imported before");
        assertThatThrownBy(() -> datasets.importZip(dataset, new ByteArrayInputStream(new byte[100]), "tester"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("this is no zip archive, or an empty one");
    }

    private ImportReport importAll() throws IOException {
        zip.close();
        return datasets.importZip(dataset, new ByteArrayInputStream(archive.toByteArray()), "tester");
    }

    private void add(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] png(int shade) {
        int[] pixels = new int[64];
        Arrays.fill(pixels, shade * 0x010101);
        return ImageWriter.png(new Image(8, 8, pixels)).toArray();
    }
}
