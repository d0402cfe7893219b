package io.fieldloop.models.pack;

import java.security.PublicKey;
import java.util.Map;

/** The Ed25519 keys whose signature makes a manifest trusted. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
public final class TrustedKeys {
    private final Map<String, PublicKey> keys;

    /**
     * Takes a copy of the keys.
     *
     * @param keys by key id
     * @throws IllegalArgumentException if there is none, or one is no Ed25519 key
     */
    public TrustedKeys(Map<String, PublicKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * Verifies an envelope.
     *
     * @return the exact bytes of the manifest that was signed
     * @throws PackageException with {@link io.fieldloop.protocol.FailureCode#SIGNATURE_INVALID} if the envelope is damaged
     *     or no trusted key signed it
     */
    public byte[] verify(SignedManifest signed) throws PackageException {
        throw new UnsupportedOperationException(keys + "" + signed);
    }
}
