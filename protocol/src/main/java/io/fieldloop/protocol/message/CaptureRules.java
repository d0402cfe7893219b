package io.fieldloop.protocol.message;

/**
 * What a device shall capture, in place of what its own configuration says.
 *
 * @param revision counted up by the hub for each device, from 1
 * @param document in the language of the device's configuration, as JSON, at most {@value #MAX_LENGTH} characters; only the
 *     device knows whether it makes sense, and answers with a {@link CaptureReport}
 */
public record CaptureRules(long revision, String document) {
    /** The longest document. */
    public static final int MAX_LENGTH = 1 << 16;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the revision is below 1, or the document too long
     */
    public CaptureRules {
        if (revision < 1) {
            throw new IllegalArgumentException("revisions count from 1, not from %d".formatted(revision));
        }
        if (document.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "capture rules have at most %d characters, not %d".formatted(MAX_LENGTH, document.length()));
        }
    }
}
