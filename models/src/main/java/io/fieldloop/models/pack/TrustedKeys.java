package io.fieldloop.models.pack;

import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.dsse.Envelope.Signed;
import io.fieldloop.protocol.FailureCode;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The Ed25519 keys whose signature makes a manifest trusted. Any thread. */
public final class TrustedKeys {
    private final Map<String, PublicKey> keys;

    /**
     * Takes a copy of the keys.
     *
     * @param keys by key id
     * @throws IllegalArgumentException if there is none, or one is no Ed25519 key
     */
    public TrustedKeys(Map<String, PublicKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("at least one key must be trusted");
        }
        keys.values().forEach(Ed25519::require);
        this.keys = Map.copyOf(keys);
    }

    /**
     * Verifies an envelope by the steps of the DSSE protocol. One good signature by a trusted key suffices; others are
     * skipped over, whoever made them.
     *
     * @return the exact bytes of the manifest that was signed
     * @throws PackageException with {@link FailureCode#SIGNATURE_INVALID} if the envelope is damaged or no trusted key
     *     signed it
     */
    public byte[] verify(SignedManifest signed) throws PackageException {
        // 1. Receive and decode payload, payload type and signatures; reject if decoding fails.
        Envelope envelope = signed.decode();

        // 2. For each signature: filter the keys by its key id, verify it against the encoding of type and payload,
        // skip
        //    over it if that fails. 3. Reject if no key is accepted.
        if (!haveSigned(envelope)) {
            throw invalid("none of the keys %s signed it; it names the keys %s"
                    .formatted(
                            keys.keySet(),
                            envelope.signatures().stream().map(Signed::keyId).toList()));
        }

        // 4. Reject if the payload type is not a supported one. (5. Parsing the payload is for ManifestJson.)
        if (!envelope.payloadType().equals(SignedManifest.PAYLOAD_TYPE)) {
            throw invalid("it is signed as '%s', not as a manifest".formatted(envelope.payloadType()));
        }
        return envelope.payload().toArray();
    }

    /** Whether one of the keys signed an envelope, of whatever it may be. */
    public boolean haveSigned(Envelope envelope) {
        return envelope.signatures().stream().anyMatch(signature -> isTrusted(signature, envelope));
    }

    private boolean isTrusted(Signed signed, Envelope envelope) {
        byte[] encoding = envelope.preAuthenticationEncoding();
        return candidates(signed).stream()
                .anyMatch(key -> Ed25519.verifies(encoding, signed.signature().toArray(), key));
    }

    /** The key id is an unauthenticated hint: it may save work, but an unknown one must not decide anything. */
    private Collection<PublicKey> candidates(Signed signed) {
        if (signed.keyId().isPresent()) {
            PublicKey named = keys.get(signed.keyId().get());
            if (named != null) {
                return List.of(named);
            }
        }
        return keys.values();
    }

    private static PackageException invalid(String detail) {
        return new PackageException(FailureCode.SIGNATURE_INVALID, detail);
    }

    /** The ids of the keys. */
    @Override
    public String toString() {
        return "TrustedKeys" + keys.keySet();
    }
}
