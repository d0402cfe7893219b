package io.fieldloop.hub.security;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A request for a certificate (PKCS #10, RFC 2986). Only the key is taken from it; whom the certificate speaks of is the
 * hub's to say.
 *
 * @param key whose private half the asker was shown to have
 */
public record CertificateRequest(PublicKey key) {
    private static final int MAX_TEXT = 16_384;
    private static final int MIN_EC_BITS = 256;
    private static final int MIN_RSA_BITS = 2_048;

    /**
     * Reads a request and checks that its asker has the private key.
     *
     * @throws IllegalArgumentException if it is none, its signature is wrong, or its key is too weak
     */
    public static CertificateRequest parse(String pem) {
        if (pem.length() > MAX_TEXT) {
            throw new IllegalArgumentException("a certificate request has at most %d characters".formatted(MAX_TEXT));
        }
        try {
            byte[] encoded = Pem.read(pem, Pem.CERTIFICATE_REQUEST).getFirst();
            var request = new JcaPKCS10CertificationRequest(encoded);
            PublicKey key = request.getPublicKey();
            requireStrong(key);
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("the request is not signed by the key that it asks for");
            }
            return new CertificateRequest(key);
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IllegalArgumentException("this is no certificate request: " + e.getMessage(), e);
        }
    }

    private static void requireStrong(PublicKey key) {
        boolean strong = switch (key) {
            case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= MIN_EC_BITS;
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= MIN_RSA_BITS;
            case EdECPublicKey _ -> true;
            default -> false;
        };
        if (!strong) {
            throw new IllegalArgumentException("the key must be EC with %d bits, RSA with %d bits, or more; or Ed25519"
                    .formatted(MIN_EC_BITS, MIN_RSA_BITS));
        }
    }
}
