package io.fieldloop.hub.datasets;

import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The images of a zip archive, one folder a class. The archive comes from anywhere: it is read as it arrives, never
 * unpacked to disk, and within bounds; names in it are only ever read, never used as paths.
 */
final class ZipImages {
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_NAME = 1_000;
    private static final long MAX_TOTAL_BYTES = 16L << 30;
    private static final int MAX_RATIO = 200;
    private static final long RATIO_COUNTS_FROM_BYTES = 16L << 20;

    private final ArchiveStream compressed;
    private final ZipInputStream zip;
    private long totalBytes;
    private int entries;

    ZipImages(InputStream archive) {
        this.compressed = new ArchiveStream(archive);
        this.zip = new ZipInputStream(compressed);
    }

    /**
     * Gives every file of the archive to {@code taker}.
     *
     * @throws ZipException if the archive is damaged, or breaks a bound that only a hostile one would
     * @throws IOException if it cannot be read
     */
    void forEach(Taker taker) throws IOException {
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++entries > MAX_ENTRIES) {
                    throw new ZipException("more than %d entries".formatted(MAX_ENTRIES));
                }
                if (!entry.isDirectory()) {
                    take(entry.getName(), taker);
                }
            }
        } catch (IllegalArgumentException e) {
            throw (ZipException) new ZipException("a name in the archive is damaged").initCause(e);
        }
        if (entries == 0) {
            throw new ZipException("this is no zip archive, or an empty one");
        }
        requireEnd();
    }

    /** The reader of entries takes an archive that is cut off between two of them for a whole one. */
    private void requireEnd() throws IOException {
        byte[] chunk = new byte[1 << 14];
        int read = compressed.read(chunk);
        while (read >= 0) {
            read = compressed.read(chunk);
        }
        if (!compressed.hasEnded()) {
            throw new ZipException("it is cut off");
        }
    }

    private void take(String name, Taker taker) throws IOException {
        String shown = shown(name);
        byte[] content = content();
        String className = className(name);
        if (className.isEmpty()) {
            taker.refused(shown, "it must lie in a folder that is named like its class");
        } else if (content.length > ImageReader.MAX_SIZE_BYTES) {
            taker.refused(shown, "it has more than %d bytes".formatted(ImageReader.MAX_SIZE_BYTES));
        } else {
            take(shown, className, Bytes.wrap(content), taker);
        }
    }

    private static void take(String shown, String className, Bytes content, Taker taker) {
        try {
            ImageReader.read(content);
        } catch (ImageException e) {
            taker.refused(shown, "it is no image that can be read: " + e.getMessage());
            return;
        }
        taker.image(shown, className, content);
    }

    /** The name of the folder that holds the file; empty if there is none, or the path does not stay in the archive. */
    private static String className(String name) {
        String[] steps = name.replace('\\', '/').split("/");
        for (String step : steps) {
            if (step.equals("..") || step.equals(".")) {
                return "";
            }
        }
        return steps.length < 2 || name.length() > MAX_NAME ? "" : steps[steps.length - 2];
    }

    /** At most one byte more than an image may have; the rest of the entry is only counted. */
    private byte[] content() throws IOException {
        byte[] content = zip.readNBytes(ImageReader.MAX_SIZE_BYTES + 1);
        count(content.length);
        byte[] chunk = new byte[1 << 14];
        for (int n = zip.read(chunk); n >= 0; n = zip.read(chunk)) {
            count(n);
        }
        return content;
    }

    private void count(int bytes) throws ZipException {
        totalBytes += bytes;
        if (totalBytes > MAX_TOTAL_BYTES) {
            throw new ZipException("more than %d bytes when unpacked".formatted(MAX_TOTAL_BYTES));
        }
        if (totalBytes > RATIO_COUNTS_FROM_BYTES && totalBytes / MAX_RATIO > compressed.count()) {
            throw new ZipException("it unpacks to more than %d times its size".formatted(MAX_RATIO));
        }
    }

    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "…";
    }

    /** Takes what is found. */
    interface Taker {
        void image(String file, String className, Bytes content);

        void refused(String file, String reason);
    }
}
