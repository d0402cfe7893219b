package io.fieldloop.models.placement;

import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.dsse.Envelope.Signed;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.List;
import java.util.Optional;

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
        Bytes payload = Bytes.wrap(PlacementJson.write(certificate));
        var unsigned = new Envelope(PAYLOAD_TYPE, payload, List.of());
        try {
            Signature signature = algorithm();
            signature.initSign(key);
            signature.update(unsigned.preAuthenticationEncoding());
            var signed = new Signed(Optional.of(certificate.device().value()), Bytes.wrap(signature.sign()));
            return new SignedPlacement(Bytes.wrap(new Envelope(PAYLOAD_TYPE, payload, List.of(signed)).encode()));
        } catch (SignatureException e) {
            throw new InvalidKeyException("the device's key cannot sign", e);
        }
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
            if (!decoded.payloadType().equals(PAYLOAD_TYPE) || !isSigned(decoded, key)) {
                throw new SignatureException("it is no placement that this device's key signed");
            }
            return PlacementJson.read(decoded.payload().toArray());
        } catch (MalformedJsonException e) {
            throw new SignatureException("it is damaged: " + e.getMessage(), e);
        }
    }

    private static boolean isSigned(Envelope envelope, PublicKey key) throws InvalidKeyException {
        byte[] encoding = envelope.preAuthenticationEncoding();
        for (Signed signed : envelope.signatures()) {
            Signature signature = algorithm();
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

    private static Signature algorithm() {
        try {
            return Signature.getInstance("SHA256withECDSA");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has ECDSA with SHA-256", e);
        }
    }
}
