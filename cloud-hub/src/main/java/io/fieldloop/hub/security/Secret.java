package io.fieldloop.hub.security;

import io.fieldloop.protocol.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A random text of 256 bits that lets its bearer in. The hub keeps only its digest; so many random bits need no slow one.
 *
 * @param text base64url
 */
public record Secret(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SIZE_BYTES = 32;

    /** A new one. */
    public static Secret random() {
        byte[] bits = new byte[SIZE_BYTES];
        RANDOM.nextBytes(bits);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** What the hub keeps of it. */
    public Sha256 digest() {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "Secret[…]";
    }
}
