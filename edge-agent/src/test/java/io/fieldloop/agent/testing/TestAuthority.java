package io.fieldloop.agent.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority, and what it vouches for. */
public final class TestAuthority {
    /** Of every key store that is written. */
    public static final String PASSWORD = "only-for-tests";

    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    public TestAuthority() {
        this.certificate = issue("CN=Test Authority", keys.getPublic(), true);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for a public key, good for the host name localhost as well. */
    public X509Certificate certify(String commonName, PublicKey key) {
        return issue("CN=" + commonName, key, false);
    }

    /** A context that shows a certificate of this authority and trusts this authority. */
    public SSLContext context(String commonName) {
        return context(commonName, this);
    }

    /** A context that shows a certificate of this authority but trusts another one. */
    public SSLContext context(String commonName, TestAuthority trusted) {
        try {
            var keyManagers = KeyManagerFactory.getInstance("PKIX");
            keyManagers.init(keyStore(commonName), PASSWORD.toCharArray());
            var trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trusted.trustStore());
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes a new key and its certificate. */
    public Path writeKeyStore(String commonName, Path file) throws IOException {
        return write(keyStore(commonName), file);
    }

    /** Writes the certificate of this authority. */
    public Path writeTrustStore(Path file) throws IOException {
        return write(trustStore(), file);
    }

    public static String pem(Certificate... certificates) {
        var pem = new StringWriter();
        try {
            for (Certificate each : certificates) {
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(each.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return pem.toString();
    }

    public KeyStore keyStore(String commonName) {
        try {
            KeyPair subject = newKeys();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", subject.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {
                certify(commonName, subject.getPublic()), certificate
            });
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path write(KeyStore store, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
            return file;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate issue(String subject, PublicKey key, boolean authority) {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                new X500Principal("CN=Test Authority"),
                new BigInteger(64, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                new X500Principal(subject),
                key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
