package io.fieldloop.agent.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.util.HexFormat;

/**
 * A new key, and the request for its certificate.
 *
 * @param key the private half
 * @param publicKey the public half
 * @param text the request (PKCS #10, PEM)
 */
record KeyRequest(PrivateKey key, PublicKey publicKey, String text) {
    private static final int PASSWORD_BYTES = 24;

    /** Makes a key. What the platform's tool needs for that stands in the folder meanwhile. */
    static KeyRequest make(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("new-key.p12");
        Path password = folder.resolve("new-key.password");
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        try {
            Files.writeString(password, secret);
            var tool = new Keytool(store, password);
            tool.makeKey();
            return of(store, secret.toCharArray(), tool.requestCertificate());
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(password);
        }
    }

    private static KeyRequest of(Path store, char[] password, String text)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        if (!(keys.getKey(Keytool.ALIAS, password) instanceof PrivateKey key)) {
            throw new UnrecoverableKeyException("keytool made no key");
        }
        return new KeyRequest(key, keys.getCertificate(Keytool.ALIAS).getPublicKey(), text);
    }
}
