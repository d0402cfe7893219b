package io.fieldloop.lab.bench;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.LinkSettings;
import io.fieldloop.agent.link.LinkSettings.Broker;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.agent.link.paho.PahoLink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key as {@code fieldloop hub issue} writes it.
 *
 * @param folder it was written to
 * @param client whom it names
 */
record IssuedKey(Path folder, String client) {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]*)-----END \\1-----");
    private static final char[] IN_MEMORY = {};

    /**
     * The client's link to a broker of this machine, not yet started.
     *
     * @throws IOException if the key cannot be read or used
     */
    Link link(int port, Duration keepAlive, Hearing hearing) throws IOException {
        try {
            SSLContext context = context();
            var settings = new LinkSettings(
                    new Broker("localhost", port),
                    client,
                    Optional.of(() -> context),
                    keepAlive,
                    hearing,
                    Optional.empty());
            return new PahoLink(settings, Backoff.ofDevice(RandomGenerator.getDefault()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the key of %s cannot be used: %s".formatted(client, e.getMessage()), e);
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        Path own = folder.resolve(client + ".pem");
        Certificate authority = certificate(block(folder.resolve("authority.pem"), "CERTIFICATE"));
        KeyStore store = emptyStore();
        PrivateKey key =
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(block(own, "PRIVATE KEY")));
        store.setKeyEntry("own", key, IN_MEMORY, new Certificate[] {certificate(block(own, "CERTIFICATE")), authority});
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("authority", authority);
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(store, IN_MEMORY);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        return store;
    }

    private static Certificate certificate(byte[] encoded) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] block(Path file, String type) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(file));
        while (blocks.find()) {
            if (blocks.group(1).equals(type)) {
                return Base64.getMimeDecoder().decode(blocks.group(2));
            }
        }
        throw new IOException("%s holds no %s".formatted(file, type));
    }
}
