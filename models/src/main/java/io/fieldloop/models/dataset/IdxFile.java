package io.fieldloop.models.dataset;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzipped IDX file of unsigned bytes: two zero bytes, the type of the values, the number of axes, the size of each axis as a
 * big-endian 32-bit number, then the values, the last axis running fastest. The format is the one in which MNIST was published.
 */
final class IdxFile {

    private static final int UNSIGNED_BYTE = 0x08;

    /** Five times the largest file of the MNIST family. */
    private static final int MAX_VALUES = 256 << 20;

    private final int[] sizes;
    private final byte[] values;

    private IdxFile(int[] sizes, byte[] values) {
        this.sizes = sizes;
        this.values = values;
    }

    /**
     * Reads a whole file, holding no more memory than the file really fills.
     *
     * @param axes how many axes the file must have
     * @throws MalformedDatasetException if it is not such a file, too large, cut off or too long
     */
    static IdxFile read(Path file, int axes) throws IOException {
        try (InputStream compressed = Files.newInputStream(file);
                var input = new DataInputStream(new GZIPInputStream(compressed, 1 << 16))) {
            int[] sizes = header(input, axes);
            return new IdxFile(sizes, values(input, sizes));
        } catch (EOFException | ZipException e) {
            throw new MalformedDatasetException(file + " is cut off or damaged: " + e.getMessage(), e);
        } catch (MalformedDatasetException e) {
            throw new MalformedDatasetException(file + " " + e.getMessage(), e);
        }
    }

    private static int[] header(DataInputStream input, int axes) throws IOException {
        int magic = input.readInt();
        int expected = UNSIGNED_BYTE << 8 | axes;
        if (magic != expected) {
            throw new MalformedDatasetException(
                    "is no IDX file of bytes with %d axes: it starts with %08x instead of %08x"
                            .formatted(axes, magic, expected));
        }
        int[] sizes = new int[axes];
        for (int axis = 0; axis < axes; axis++) {
            sizes[axis] = input.readInt();
        }
        return sizes;
    }

    private static byte[] values(DataInputStream input, int[] sizes) throws IOException {
        int count = count(sizes);
        byte[] values = input.readNBytes(count);
        if (values.length < count) {
            throw new MalformedDatasetException(
                    "is cut off: it promises " + count + " values and has " + values.length);
        }
        if (input.read() >= 0) {
            throw new MalformedDatasetException("has bytes after its " + count + " values");
        }
        return values;
    }

    private static int count(int[] sizes) throws MalformedDatasetException {
        long count = 1;
        for (int size : sizes) {
            count *= size;
            if (size <= 0 || count > MAX_VALUES) {
                throw new MalformedDatasetException("promises axes of " + Arrays.toString(sizes)
                        + "; each must be positive, and at most " + MAX_VALUES + " values are read");
            }
        }
        return (int) count;
    }

    int size(int axis) {
        return sizes[axis];
    }

    /** All values; the caller must not change them. */
    byte[] values() {
        return values;
    }
}
