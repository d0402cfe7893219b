package io.fieldloop.models.audio;

import io.fieldloop.protocol.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest of all samples that a FLAC file carries: MD5, as the format prescribes (RFC 9639, section 8.2). One thread. */
final class FlacDigest {
    private final MessageDigest md5;

    FlacDigest() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** Adds the next samples of each channel. */
    void add(int[]... channels) {
        int length = channels[0].length;
        ByteBuffer samples =
                ByteBuffer.allocate(length * channels.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            for (int[] channel : channels) {
                samples.putShort((short) channel[i]);
            }
        }
        md5.update(samples.array());
    }

    /** The digest of what was added; once. */
    Bytes value() {
        return Bytes.wrap(md5.digest());
    }
}
