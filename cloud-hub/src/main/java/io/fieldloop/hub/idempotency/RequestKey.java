package io.fieldloop.hub.idempotency;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A caller's key for one request.
 *
 * @param name of the row that is kept; a digest of the caller's credential and the key
 * @param fingerprint of what is asked for
 * @param seal the AES key of the answer, which is not kept
 */
record RequestKey(Sha256 name, Sha256 fingerprint, Sha256 seal) {
    /** A text in quotes, as the draft wants it, or without them, as many send it. */
    private static final Pattern KEY =
            Pattern.compile("\"([\\x20-\\x7e&&[^\"]]{1,200})\"|([\\x21-\\x7e&&[^\"]]{1,200})");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /**
     * The key that a request brings.
     *
     * @param credential what lets the caller in, with a secret of many random bits in it
     * @param target method and address
     * @throws ProblemException if the header holds no key
     */
    static RequestKey of(String header, String credential, String target, String body) {
        Matcher key = KEY.matcher(header.strip());
        if (!key.matches()) {
            throw ProblemException.invalid(
                    "Idempotency-Key", "a key is a text in quotes of 1 to 200 printable characters, such as a UUID");
        }
        String ground = credential + "\n" + (key.group(1) == null ? key.group(2) : key.group(1)) + "\n";
        return new RequestKey(
                digest("name\n" + ground),
                digest("fingerprint\n" + ground + target + "\n" + body),
                digest("seal\n" + ground));
    }

    private static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes an answer unreadable for all who do not have the credential and the key: a nonce, then AES-256-GCM. */
    byte[] sealed(byte[] answer) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] content = crypt(Cipher.ENCRYPT_MODE, nonce, answer);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + content.length);
        System.arraycopy(content, 0, sealed, NONCE_BYTES, content.length);
        return sealed;
    }

    /** Makes it readable again. */
    byte[] opened(byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length));
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(seal.toArray(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(fingerprint.toArray());
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the stored answer %s is damaged".formatted(name), e);
        }
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "RequestKey[…]";
    }
}
