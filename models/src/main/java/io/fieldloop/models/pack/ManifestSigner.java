package io.fieldloop.models.pack;

import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.dsse.Envelope.Signed;
import io.fieldloop.protocol.Bytes;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signs manifests with one Ed25519 key. Any thread. */
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
        this.key = Ed25519.require(key);
        this.keyId = keyId;
    }

    /**
     * Signs the exact bytes of a manifest.
     *
     * @throws IllegalArgumentException if there are more than {@link ManifestJson#MAX_SIZE_BYTES}
     */
    public SignedManifest sign(byte[] manifest) {
        if (manifest.length > ManifestJson.MAX_SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a manifest has at most %d bytes, not %d".formatted(ManifestJson.MAX_SIZE_BYTES, manifest.length));
        }
        return signed(new Envelope(SignedManifest.PAYLOAD_TYPE, Bytes.copyOf(manifest), List.of()));
    }

    /**
     * Adds a signature to those that are there, which are not verified.
     *
     * @throws PackageException if {@code signed} is no envelope
     */
    public SignedManifest addTo(SignedManifest signed) throws PackageException {
        return signed(signed.decode());
    }

    private SignedManifest signed(Envelope envelope) {
        List<Signed> signatures = new ArrayList<>(envelope.signatures());
        Bytes signature = Bytes.wrap(Ed25519.sign(envelope.preAuthenticationEncoding(), key));
        signatures.add(new Signed(Optional.of(keyId), signature));
        var complete = new Envelope(envelope.payloadType(), envelope.payload(), List.copyOf(signatures));
        return new SignedManifest(Bytes.wrap(complete.encode()));
    }
}
