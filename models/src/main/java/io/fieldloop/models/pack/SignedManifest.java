package io.fieldloop.models.pack;

import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.FailureCode;

/**
 * A manifest with its signatures, not yet verified: a DSSE envelope in JSON.
 *
 * @param envelope as it travels and is kept, at most {@link #MAX_SIZE_BYTES}
 * @see <a href="https://github.com/secure-systems-lab/dsse">Dead Simple Signing Envelope, version 1</a>
 */
public record SignedManifest(Bytes envelope) {
    /** What the payload is. */
    public static final String PAYLOAD_TYPE = "application/vnd.fieldloop.manifest+json";

    /** The largest envelope. */
    public static final int MAX_SIZE_BYTES = 4 << 20;

    /** The name of its file in the folder of a package. */
    public static final String FILE_NAME = "manifest.dsse";

    Envelope decode() throws PackageException {
        try {
            return Envelope.decode(envelope.toArray(), MAX_SIZE_BYTES);
        } catch (MalformedJsonException e) {
            throw new PackageException(FailureCode.SIGNATURE_INVALID, "the envelope is damaged: " + e.getMessage(), e);
        }
    }
}
