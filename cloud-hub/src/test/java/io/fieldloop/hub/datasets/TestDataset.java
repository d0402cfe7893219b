package io.fieldloop.hub.datasets;

import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSamples;
import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.labelling.TestLabels;
import io.fieldloop.models.dataset.LabelledImages;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Jdbi;

/** A dataset of its own, filled as people and devices would. */
public final class TestDataset {
    private static final double TURN = Math.toRadians(20);

    private final Jdbi jdbi;
    private final BlobStore blobs;
    private final Datasets datasets;
    private final Snapshots snapshots;
    private final TestSamples samples;
    private final TestLabels labels;
    private final ModelName model;
    private final String name = TestHub.name("dataset");
    private final Random random = new Random(5);

    /** Makes it for a model. */
    public TestDataset(TestHub hub, ModelName model) {
        this.jdbi = hub.part(Jdbi.class);
        this.blobs = hub.part(BlobStore.class);
        this.datasets = hub.part(Datasets.class);
        this.snapshots = hub.part(Snapshots.class);
        this.samples = new TestSamples(jdbi);
        this.labels = new TestLabels(hub);
        this.model = model;
        datasets.put(name, model, "for tests", "tester");
    }

    /** Imports photographs as they are. */
    public void labImages(LabelledImages photographs, int first, int count, List<String> classes) throws IOException {
        var archive = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(archive)) {
            for (int i = first; i < first + count; i++) {
                zip.putNextEntry(new ZipEntry("%s/%d.png".formatted(classes.get(photographs.label(i)), i)));
                zip.write(ImageWriter.png(lab(photographs, i)).toArray());
                zip.closeEntry();
            }
        }
        datasets.importZip(name, Bytes.wrap(archive.toByteArray()).stream(), "tester");
    }

    /** Captures photographs as a badly mounted camera would, at random, and labels them. */
    public void fieldImages(LabelledImages photographs, int first, int count, List<String> classes) {
        for (int i = first; i < first + count; i++) {
            Bytes png = ImageWriter.png(field(photographs, i));
            jdbi.useTransaction(transaction -> blobs.putAll(transaction, List.of(png)));
            labels.label(samples.insert(model, png.sha256(), "random", 0.5), classes.get(photographs.label(i)));
        }
    }

    /** Captures and labels images without anything on them. */
    public void noise(String className, int count) {
        for (int i = 0; i < count; i++) {
            int[] pixels =
                    random.ints(28 * 28, 0, 256).map(shade -> shade * 0x010101).toArray();
            Bytes png = ImageWriter.png(new Image(28, 28, pixels));
            jdbi.useTransaction(transaction -> blobs.putAll(transaction, List.of(png)));
            labels.label(samples.insert(model, png.sha256(), "random", 0.5), className);
        }
    }

    /** Freezes it; a third is held out. */
    public Sha256 snapshot() {
        return new Sha256(snapshots
                .take(name, new Split(7, new BigDecimal("0.33")), "tester")
                .id());
    }

    /** Freezes it; nothing is held out. */
    public Sha256 snapshotWithoutTest() {
        return new Sha256(
                snapshots.take(name, new Split(7, BigDecimal.ZERO), "tester").id());
    }

    private static Image lab(LabelledImages photographs, int index) {
        byte[] shades = photographs.image(index);
        int[] pixels = new int[shades.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Byte.toUnsignedInt(shades[i]) * 0x010101;
        }
        return new Image(photographs.width(), photographs.height(), pixels);
    }

    /** Turned by 20 degrees, paler and noisy. */
    private Image field(LabelledImages photographs, int index) {
        byte[] shades = photographs.image(index);
        int width = photographs.width();
        int height = photographs.height();
        int[] pixels = new int[shades.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = (int) Math.round(
                        width / 2.0 + (x - width / 2.0) * Math.cos(TURN) - (y - height / 2.0) * Math.sin(TURN));
                int fromY = (int) Math.round(
                        height / 2.0 + (x - width / 2.0) * Math.sin(TURN) + (y - height / 2.0) * Math.cos(TURN));
                boolean inside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
                double shade = inside ? Byte.toUnsignedInt(shades[fromY * width + fromX]) : 0;
                double seen = shade * 0.65 + 20 + random.nextGaussian() * 12;
                int grey = (int) Math.clamp(seen, 0, 255);
                pixels[y * width + x] = grey * 0x010101;
            }
        }
        return new Image(width, height, pixels);
    }
}
