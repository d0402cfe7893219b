package io.fieldloop.models.pack;

import java.security.PrivateKey;

/** Signs manifests with one Ed25519 key. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
public final class ManifestSigner {
    private final PrivateKey key;
    private final String keyId;

    /**
     * Takes the key.
     *
     * @param keyId a hint by which verifiers find the public key
     * @throws IllegalArgumentException if it is no Ed25519 key
     */
    public ManifestSigner(PrivateKey key, String keyId) {
        this.key = key;
        this.keyId = keyId;
    }

    /** Signs the exact bytes of a manifest. */
    public SignedManifest sign(byte[] manifest) {
        throw new UnsupportedOperationException(keyId + key + manifest.length);
    }
}
