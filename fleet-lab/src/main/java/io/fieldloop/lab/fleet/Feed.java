package io.fieldloop.lab.fleet;

import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** What stands in for a camera: it puts image files into the folder that a device's source reads. */
public final class Feed {
    private static final int AHEAD = 100;

    private final Path frames;
    private final List<Bytes> images;
    private int shown;

    /** Feeds {@code images} into the folder {@code frames}. */
    public Feed(Path frames, List<Bytes> images) {
        this.frames = frames;
        this.images = List.copyOf(images);
    }

    /** How many images have appeared in the folder, each time counted. */
    public int shown() {
        return shown;
    }

    /** Lets more images appear, but not far ahead of the device; gives whether the device has taken all. */
    public boolean showMore() throws IOException {
        for (long room = AHEAD - waiting(); room > 0 && shown < images.size(); room--) {
            show(images.get(shown));
        }
        return shown >= images.size() && waiting() == 0;
    }

    /** Lets {@code count} images appear, beginning anew after the last one, but not far ahead of the device. */
    public void showAgain(int count) throws IOException {
        for (long room = Math.min(count, AHEAD - waiting()); room > 0; room--) {
            show(images.get(shown % images.size()));
        }
    }

    /** A file appears whole or not at all. */
    private void show(Bytes image) throws IOException {
        Path part = frames.resolve(".part");
        Files.write(part, image.toArray());
        Path whole = frames.resolve(String.format(Locale.ROOT, "%08d.png", shown));
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        shown++;
    }

    private long waiting() throws IOException {
        try (var files = Files.list(frames)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
