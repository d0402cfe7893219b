package io.fieldloop.hub.datasets;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A zip archive as it arrives: counts what was read, and knows whether its end was there. */
final class ArchiveStream extends FilterInputStream {
    /** The record that ends every archive has 22 bytes and a comment of at most 65,535. */
    private static final int TAIL_BYTES = 22 + 65_535;

    private static final String END_SIGNATURE = "PK\u0005\u0006";

    private final byte[] tail = new byte[TAIL_BYTES];
    private int tailLength;
    private long count;

    ArchiveStream(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    /** Whether what was read last holds the record that ends an archive. */
    boolean hasEnded() {
        return new String(tail, 0, tailLength, StandardCharsets.ISO_8859_1).contains(END_SIGNATURE);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
            count += read;
            remember(into, offset, read);
        }
        return read;
    }

    private void remember(byte[] from, int offset, int length) {
        int added = Math.min(length, TAIL_BYTES);
        int kept = Math.min(tailLength, TAIL_BYTES - added);
        System.arraycopy(tail, tailLength - kept, tail, 0, kept);
        System.arraycopy(from, offset + length - added, tail, kept, added);
        tailLength = kept + added;
    }
}
