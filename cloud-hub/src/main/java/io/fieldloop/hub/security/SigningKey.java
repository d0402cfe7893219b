package io.fieldloop.hub.security;

import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * The key that signs packages (Ed25519, RFC 8032). Devices learn its public half when they enrol.
 *
 * @param privateKey never leaves the hub
 * @param publicKey as devices have it
 */
public record SigningKey(PrivateKey privateKey, PublicKey publicKey) {
    private static final String ALGORITHM = "Ed25519";

    /** Reads the key from a file, or makes it. */
    static SigningKey open(Path file) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            KeyFile.write(
                    file, pair.getPrivate(), Pem.PUBLIC_KEY, pair.getPublic().getEncoded());
        }
        return KeyFile.readSigningKey(file, ALGORITHM);
    }

    /** Names the key: the first 16 hexadecimal digits of the digest of its public half. */
    public String id() {
        return Sha256.of(publicKey.getEncoded()).hex().substring(0, 16);
    }

    @Override
    public String toString() {
        return "signing key " + id();
    }
}
