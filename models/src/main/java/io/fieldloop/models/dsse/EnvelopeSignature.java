package io.fieldloop.models.dsse;

import io.fieldloop.models.dsse.Envelope.Signed;
import io.fieldloop.protocol.Bytes;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECKey;
import java.util.List;
import java.util.Optional;

/** Signs envelopes, and tells who did: by Ed25519 with such a key (the hub's), else by ECDSA with SHA-256 (a device's). */
public final class EnvelopeSignature {
    private EnvelopeSignature() {}

    /**
     * Makes a signed envelope.
     *
     * @param keyId a hint by which verifiers find the public key
     * @throws InvalidKeyException if the key cannot sign
     */
    public static Envelope sign(String payloadType, Bytes payload, String keyId, PrivateKey key)
            throws InvalidKeyException {
        try {
            Signature signature = algorithm(key);
            signature.initSign(key);
            signature.update(new Envelope(payloadType, payload, List.of()).preAuthenticationEncoding());
            var signed = new Signed(Optional.of(keyId), Bytes.wrap(signature.sign()));
            return new Envelope(payloadType, payload, List.of(signed));
        } catch (SignatureException e) {
            throw new InvalidKeyException("the key cannot sign", e);
        }
    }

    /**
     * Whether one of the signatures was made by the private half of a key.
     *
     * @throws InvalidKeyException if the key cannot verify
     */
    public static boolean isBy(PublicKey key, Envelope envelope) throws InvalidKeyException {
        byte[] encoding = envelope.preAuthenticationEncoding();
        for (Signed signed : envelope.signatures()) {
            Signature signature = algorithm(key);
            signature.initVerify(key);
            try {
                signature.update(encoding);
                if (signature.verify(signed.signature().toArray())) {
                    return true;
                }
            } catch (SignatureException _) {
                // Not even the form of a signature; another one may be good.
            }
        }
        return false;
    }

    private static Signature algorithm(Key key) {
        try {
            return Signature.getInstance(key instanceof EdECKey ? "Ed25519" : "SHA256withECDSA");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has Ed25519, and ECDSA with SHA-256", e);
        }
    }
}
