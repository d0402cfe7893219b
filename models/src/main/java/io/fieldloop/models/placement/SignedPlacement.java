package io.fieldloop.models.placement;

import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.dsse.EnvelopeSignature;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.ECKey;

/**
 * A placement certificate with the device's signature, not yet verified: a DSSE envelope in JSON, signed by ECDSA on P-256 with SHA-256,
 * which is the key of the device's TLS certificate.
 *
 * @param envelope as it travels and is kept, at most {@link #MAX_SIZE_BYTES}
 */
public record SignedPlacement(Bytes envelope) {
    /** What the payload is. */
    public static final String PAYLOAD_TYPE = "application/vnd.fieldloop.placement+json";

    /** The largest envelope. */
    public static final int MAX_SIZE_BYTES = 64 << 10;

    /** Checks the size. */
    public SignedPlacement {
        if (envelope.size() > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a signed placement has at most %d bytes, not %d".formatted(MAX_SIZE_BYTES, envelope.size()));
        }
    }

    /**
     * Signs a certificate.
     *
     * @param key the device's
     * @throws InvalidKeyException if it is no key for ECDSA
     * @throws IllegalArgumentException if the certificate is too long
     */
    public static SignedPlacement sign(PlacementCertificate certificate, PrivateKey key) throws InvalidKeyException {
        if (!(key instanceof ECKey)) {
            throw new InvalidKeyException("a placement is signed by ECDSA, not by " + key.getAlgorithm());
        }
        Bytes payload = Bytes.wrap(PlacementJson.write(certificate));
        Envelope signed = EnvelopeSignature.sign(
                PAYLOAD_TYPE, payload, certificate.device().value(), key);
        return new SignedPlacement(Bytes.wrap(signed.encode()));
    }

    /**
     * Verifies that a device signed it.
     *
     * @param key of the device's certificate
     * @throws GeneralSecurityException if it did not, or the envelope holds something else
     */
    public PlacementCertificate verify(PublicKey key) throws GeneralSecurityException {
        try {
            Envelope decoded = Envelope.decode(envelope.toArray(), MAX_SIZE_BYTES);
            if (!decoded.payloadType().equals(PAYLOAD_TYPE) || !EnvelopeSignature.isBy(key, decoded)) {
                throw new SignatureException("it is no placement that this device's key signed");
            }
            return PlacementJson.read(decoded.payload().toArray());
        } catch (MalformedJsonException e) {
            throw new SignatureException("it is damaged: " + e.getMessage(), e);
        }
    }
}
