package io.fieldloop.lab.demo;

import io.fieldloop.models.dataset.LabelledImages;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Splits labelled images by a seed into clean ones for the lab and corrupted ones for each camera of the field. */
final class FieldImages {
    private final LabelledImages images;
    private final List<String> classes;
    private final List<Integer> order;
    private final Set<Sha256> used = new HashSet<>();
    private final long seed;
    private int next;

    FieldImages(LabelledImages images, List<String> classes, long seed) {
        this.images = images;
        this.classes = List.copyOf(classes);
        this.seed = seed;
        this.order = shuffled(images.count(), seed);
    }

    /** An image file and what it truly shows. */
    record Labelled(Bytes png, Sha256 digest, String label) {}

    /** Takes {@code count} clean images. No image is ever taken twice. */
    List<Labelled> lab(int count) throws IOException {
        List<Labelled> taken = new ArrayList<>(count);
        while (taken.size() < count) {
            int index = takeIndex();
            add(taken, images.image(index), index);
        }
        return taken;
    }

    /** Takes {@code count} images as one camera of the field sees them. No image is ever taken twice. */
    List<Labelled> field(int count, Corruption corruption) throws IOException {
        var random = new SplittableRandom(seed ^ corruption.hashCode());
        List<Labelled> taken = new ArrayList<>(count);
        while (taken.size() < count) {
            int index = takeIndex();
            add(taken, corruption.apply(images.image(index), images.width(), random), index);
        }
        return taken;
    }

    /** Packs images as the hub imports them: a folder for each class. */
    static void zip(List<Labelled> images, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Labelled image : images) {
                zip.putNextEntry(new ZipEntry(image.label() + "/" + image.digest() + ".png"));
                image.png().writeTo(zip);
                zip.closeEntry();
            }
        }
    }

    private void add(List<Labelled> taken, byte[] pixels, int index) throws IOException {
        Bytes png = ImageWriter.png(grey(pixels));
        if (used.add(png.sha256())) {
            taken.add(new Labelled(png, png.sha256(), classes.get(images.label(index))));
        }
    }

    private Image grey(byte[] pixels) {
        int[] rgb = new int[pixels.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (pixels[i] & 0xff) * 0x01_01_01;
        }
        return new Image(images.width(), images.height(), rgb);
    }

    private int takeIndex() {
        if (next == order.size()) {
            throw new IllegalStateException("the data set has no more than " + order.size() + " images");
        }
        return order.get(next++);
    }

    private static List<Integer> shuffled(int size, long seed) {
        List<Integer> order = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        return order;
    }
}
