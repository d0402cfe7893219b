package io.fieldloop.agent.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The device's private key and its certificate, in the files of an identity folder. */
final class DeviceKey {
    private static final String STORE = "device.p12";
    private static final String PASSWORD = "password";
    private static final String ALIAS = "device";
    private static final int PASSWORD_BYTES = 24;

    private final Path store;
    private final Path password;

    private DeviceKey(Path folder) {
        this.store = folder.resolve(STORE);
        this.password = folder.resolve(PASSWORD);
    }

    /** Of a folder that has one. */
    static DeviceKey in(Path folder) {
        return new DeviceKey(folder);
    }

    /** Makes a key in a folder that only its owner can read. */
    static DeviceKey make(Path folder) throws IOException, InterruptedException {
        DeviceKey key = new DeviceKey(folder);
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.writeString(key.password, HexFormat.of().formatHex(random));
        new Keytool(key.store, key.password).makeKey();
        return key;
    }

    /** A request for a certificate (PKCS #10, PEM). */
    String requestCertificate() throws IOException, InterruptedException {
        return new Keytool(store, password).requestCertificate();
    }

    /** The public half. */
    PublicKey publicKey() throws IOException, GeneralSecurityException {
        return load().getCertificate(ALIAS).getPublicKey();
    }

    /** The private half. */
    PrivateKey privateKey() throws IOException, GeneralSecurityException {
        return privateKey(load());
    }

    private PrivateKey privateKey(KeyStore keys) throws IOException, GeneralSecurityException {
        if (!(keys.getKey(ALIAS, password()) instanceof PrivateKey key)) {
            throw new UnrecoverableKeyException("%s has no key".formatted(store));
        }
        return key;
    }

    /** Keeps the certificate that the hub issued. */
    void certify(List<X509Certificate> chain) throws IOException, GeneralSecurityException {
        KeyStore keys = load();
        keys.setKeyEntry(ALIAS, privateKey(keys), password(), chain.toArray(X509Certificate[]::new));
        try (OutputStream out = Files.newOutputStream(store)) {
            keys.store(out, password());
        }
    }

    /** A context that shows this certificate, and trusts {@code authority} and nobody else. */
    SSLContext context(X509Certificate authority) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(load(), password());
        KeyManager[] own = keys.getKeyManagers();
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own, new TrustManager[] {PinnedAuthority.trusting(authority)}, null);
        return context;
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password());
        }
        if (!keys.isKeyEntry(ALIAS)) {
            throw new UnrecoverableKeyException("%s has no key".formatted(store));
        }
        return keys;
    }

    private char[] password() throws IOException {
        return Files.readString(password).toCharArray();
    }
}
