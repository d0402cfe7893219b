package io.fieldloop.hub.datasets;

import io.fieldloop.protocol.Sha256;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The rule that divides a snapshot into what is learned from and what is tested on.
 *
 * <p>The rule looks at one item alone, so an item stays on its side when others come. Only an unbiased item may be tested
 * on: inputs that were captured because they were hard would tell how the model does on hard inputs, not in the field.
 *
 * @param seed any number; another one draws other items
 * @param testShare the share of unbiased items held out, 0 to 0.9
 */
public record Split(long seed, BigDecimal testShare) {
    private static final BigDecimal LARGEST_SHARE = new BigDecimal("0.9");
    private static final double RANGE = 0x1p64;

    /**
     * Checks the share and brings it to its shortest form.
     *
     * @throws IllegalArgumentException if the share is outside 0 to 0.9
     */
    public Split {
        if (testShare.signum() < 0 || testShare.compareTo(LARGEST_SHARE) > 0) {
            throw new IllegalArgumentException("the test share must be 0 to 0.9, not " + testShare.toPlainString());
        }
        testShare = testShare.signum() == 0 ? BigDecimal.ZERO : testShare.stripTrailingZeros();
    }

    /** The side that an item falls on. */
    Side sideOf(Sha256 media, boolean unbiased) {
        return unbiased && draw(media) < testShare.doubleValue() ? Side.TEST : Side.TRAIN;
    }

    /** The first 64 bits of SHA-256({@code "SEED:MEDIA"}), as a share of their range. */
    private double draw(Sha256 media) {
        byte[] digest = Sha256.of((seed + ":" + media).getBytes(StandardCharsets.US_ASCII))
                .toArray();
        long bits = ByteBuffer.wrap(digest).getLong();
        return (bits >>> 11) * 0x1p11 / RANGE;
    }

    /** A side of a snapshot. */
    public enum Side {
        /** Learned from. */
        TRAIN,
        /** Held out. */
        TEST;

        /** The name in REST and tables. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Side of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
