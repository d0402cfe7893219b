package io.fieldloop.agent.identity;

import io.fieldloop.protocol.Sha256;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operator gives out for one enrolment, written {@code SECRET.FINGERPRINT}.
 *
 * @param text all of it, as the hub wants it back
 * @param authority SHA-256 of the certificate of the hub's authority (DER)
 */
public record EnrolmentToken(String text, Sha256 authority) {
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_-]{16,256}\\.([0-9a-f]{64})");

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if {@code text} is no token
     */
    public static EnrolmentToken of(String text) {
        Matcher matcher = GRAMMAR.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "this is no enrolment token; copy all of it, it ends in a '.' and 64 hexadecimal digits");
        }
        return new EnrolmentToken(text.strip(), new Sha256(matcher.group(1)));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "EnrolmentToken[authority=" + authority + "]";
    }
}
