package io.fieldloop.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable string of bytes, equal by content. */
public final class Bytes {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Copies {@code content}. */
    public static Bytes copyOf(byte[] content) {
        return new Bytes(content.clone());
    }

    /** Takes {@code content} over without copying; the caller must not change it any more. */
    public static Bytes wrap(byte[] content) {
        return new Bytes(content);
    }

    /** How many bytes there are. */
    public int size() {
        return content.length;
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    /** Reads the content from its start. */
    public InputStream stream() {
        return new ByteArrayInputStream(content);
    }

    /**
     * Writes the whole content.
     *
     * @throws IOException if {@code out} fails
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(content);
    }

    /** The digest of the content. */
    public Sha256 sha256() {
        return Sha256.of(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The size and the first bytes in hexadecimal. */
    @Override
    public String toString() {
        int shown = Math.min(8, content.length);
        return "Bytes[%d: %s%s]"
                .formatted(
                        content.length, HexFormat.of().formatHex(content, 0, shown), shown < content.length ? "…" : "");
    }
}
