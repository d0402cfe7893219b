package io.fieldloop.models.pack;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECKey;
import java.security.spec.NamedParameterSpec;

/** Signatures by Ed25519 (RFC 8032). */
final class Ed25519 {
    private Ed25519() {}

    static <K extends Key> K require(K key) {
        if (!(key instanceof EdECKey edwards)
                || !NamedParameterSpec.ED25519
                        .getName()
                        .equals(edwards.getParams().getName())) {
            throw new IllegalArgumentException("an Ed25519 key is needed, not " + key.getAlgorithm());
        }
        return key;
    }

    static byte[] sign(byte[] content, PrivateKey key) {
        try {
            Signature signature = algorithm();
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (InvalidKeyException | SignatureException e) {
            throw new IllegalStateException("a private Ed25519 key can sign anything", e);
        }
    }

    static boolean verifies(byte[] content, byte[] signature, PublicKey key) {
        try {
            Signature verifier = algorithm();
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // not even the form of a signature
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the key was checked to be one of Ed25519", e);
        }
    }

    private static Signature algorithm() {
        try {
            return Signature.getInstance("Ed25519");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }
}
