package io.fieldloop.agent.capture;

import java.util.OptionalInt;

/**
 * In what form the media of samples are kept and sent.
 *
 * @param jpegQuality images become JPEG of this quality, 1 to 100, with losses; empty where they stay as they are
 * @param sound what sound becomes
 * @param readings what readings and other tensors become
 */
public record MediaPolicy(OptionalInt jpegQuality, SoundForm sound, ReadingsForm readings) {
    /** Everything stays as it is. */
    public static final MediaPolicy AS_IS = new MediaPolicy(OptionalInt.empty(), SoundForm.AS_IS, ReadingsForm.AS_IS);

    /** The quality with the least losses. */
    public static final int MOST_QUALITY = 100;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the quality is out of them
     */
    public MediaPolicy {
        if (jpegQuality.orElse(1) < 1 || jpegQuality.orElse(1) > MOST_QUALITY) {
            throw new IllegalArgumentException(
                    "the quality of JPEG is 1 to %d, not %d".formatted(MOST_QUALITY, jpegQuality.getAsInt()));
        }
    }

    /** What sound becomes. */
    public enum SoundForm {
        /** What it was: WAV. */
        AS_IS,
        /** FLAC, which loses nothing. */
        FLAC
    }

    /** What readings and other tensors become. */
    public enum ReadingsForm {
        /** What they were: CSV or NPY. */
        AS_IS,
        /** The same, compressed by Zstandard, which loses nothing. */
        ZSTD
    }
}
