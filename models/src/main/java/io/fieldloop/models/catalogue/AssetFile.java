package io.fieldloop.models.catalogue;

import java.util.regex.Pattern;

/**
 * A file of an asset, and where in its archive it is found.
 *
 * @param name what it is called once it is here
 * @param path the entry of the archive that holds it; {@code .} for the archive as it is
 * @param offsetBytes where in that entry it starts; other than 0 only where a package glues several files together
 * @param checksum what it must be
 */
public record AssetFile(String name, String path, long offsetBytes, Checksum checksum) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** A file is taken from its archive in memory. */
    private static final long MAX_END_BYTES = 256L << 20;

    public AssetFile {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a file of an asset must have a plain name, not " + name);
        }
        if (checksum.sizeBytes() == 0 || offsetBytes < 0 || offsetBytes > MAX_END_BYTES - checksum.sizeBytes()) {
            throw new IllegalArgumentException(
                    "the file " + name + " must have content and lie in the first " + MAX_END_BYTES
                            + " bytes of its entry, but takes " + checksum.sizeBytes() + " from " + offsetBytes);
        }
    }

    /** Whether it is the archive itself. */
    boolean isArchive() {
        return path.equals(".");
    }

    /** Where in its entry the file ends, in bytes from the entry's start. */
    int endBytes() {
        return Math.toIntExact(offsetBytes + checksum.sizeBytes());
    }
}
