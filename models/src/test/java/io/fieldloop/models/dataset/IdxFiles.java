package io.fieldloop.models.dataset;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Writes small IDX files, right ones and wrong ones. */
public final class IdxFiles {

    private IdxFiles() {}

    /** A gzipped file with that magic number, those sizes of axes, and those values, whether or not they belong together. */
    static Path write(Path file, int magic, int[] sizes, byte[] values) throws IOException {
        try (var output = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            output.writeInt(magic);
            for (int size : sizes) {
                output.writeInt(size);
            }
            output.write(values);
        }
        return file;
    }

    /**
     * Random images of 28 by 28 pixels whose class is how bright they are, so that there is something to learn.
     *
     * @param folder where the files go
     */
    public static LabelledImages brightnessClasses(Path folder, int count, int classes) throws IOException {
        var random = new Random(11);
        byte[] pixels = new byte[count * 28 * 28];
        byte[] labels = new byte[count];
        for (int index = 0; index < count; index++) {
            labels[index] = (byte) random.nextInt(classes);
            for (int pixel = index * 28 * 28; pixel < (index + 1) * 28 * 28; pixel++) {
                pixels[pixel] = (byte) ((labels[index] * 200 + random.nextInt(200)) / classes);
            }
        }
        return LabelledImages.read(
                write(folder.resolve("images.gz"), 0x803, new int[] {count, 28, 28}, pixels),
                write(folder.resolve("labels.gz"), 0x801, new int[] {count}, labels));
    }
}
