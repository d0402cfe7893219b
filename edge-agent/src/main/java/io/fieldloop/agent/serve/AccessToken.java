package io.fieldloop.agent.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A secret that clients present as {@code Authorization: Bearer …} (RFC 6750). Never printed. */
public final class AccessToken {
    private static final int MAX_LENGTH = 1_024;
    private static final int MIN_LENGTH = 16;
    private static final String SCHEME = "Bearer ";

    private final byte[] secret;

    private AccessToken(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Takes a token.
     *
     * @throws IllegalArgumentException if it is not 16 to 1024 visible ASCII characters
     */
    public static AccessToken of(String text) {
        if (text.length() < MIN_LENGTH
                || text.length() > MAX_LENGTH
                || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "a token has %d to %d visible ASCII characters".formatted(MIN_LENGTH, MAX_LENGTH));
        }
        return new AccessToken(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a file that holds a token and nothing else but blanks around it.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no token
     */
    public static AccessToken read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(new String(in.readNBytes(2 * MAX_LENGTH), StandardCharsets.ISO_8859_1).strip());
        }
    }

    /** Whether a field {@code Authorization} presents it; takes as long whatever is wrong with it. */
    boolean isPresentedBy(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String presented = bearer ? authorization.substring(SCHEME.length()).strip() : "";
        return MessageDigest.isEqual(presented.getBytes(StandardCharsets.ISO_8859_1), secret);
    }

    @Override
    public String toString() {
        return "AccessToken[…]";
    }
}
