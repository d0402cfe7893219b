package io.fieldloop.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest (FIPS 180-4), which is also the name of the content it was made of.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(String hex) {
    /** How many bytes a digest has. */
    public static final int SIZE_BYTES = 32;

    private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if {@code hex} breaks it
     */
    public Sha256 {
        if (!GRAMMAR.matcher(hex).matches()) {
            throw new IllegalArgumentException("a SHA-256 must be 64 lower-case hexadecimal digits");
        }
    }

    /** Digests {@code content}. */
    public static Sha256 of(byte[] content) {
        return ofDigest(digest().digest(content));
    }

    /**
     * Digests a file.
     *
     * @throws IOException if it cannot be read
     */
    public static Sha256 ofFile(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return ofDigest(digest.digest());
    }

    /** The name of a finished digest of 32 bytes. */
    public static Sha256 ofDigest(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    /** A fresh digest to feed; finish it with {@link #ofDigest}. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The 32 bytes. */
    public byte[] toArray() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
