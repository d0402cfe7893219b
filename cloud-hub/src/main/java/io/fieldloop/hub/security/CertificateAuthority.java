package io.fieldloop.hub.security;

import io.fieldloop.hub.security.Certificates.Validity;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The hub's own certificate authority: it says which keys are devices and which are the hub. Thread-safe. */
public final class CertificateAuthority {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(20 * 365);
    private static final Duration DEVICE_LIFE = Duration.ofDays(10 * 365);
    private static final Duration HUB_LIFE = Duration.ofDays(825);

    private final KeyAndCertificate authority;
    private final InstantSource clock;

    private CertificateAuthority(KeyAndCertificate authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /** Reads the authority from a file, or makes it. */
    static CertificateAuthority open(Path file, InstantSource clock) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            KeyPair pair = Certificates.newKeyPair();
            var subject = new CertificateSubject("Fieldloop authority", CertificateSubject.HUB);
            X509Certificate certificate = Certificates.ofAuthority(pair, subject, clock.instant(), AUTHORITY_LIFE);
            KeyFile.write(file, pair.getPrivate(), Pem.CERTIFICATE, certificate.getEncoded());
        }
        return new CertificateAuthority(KeyFile.readWithCertificate(file, Certificates.KEY_ALGORITHM), clock);
    }

    /** The certificate that all others lead to. */
    public X509Certificate certificate() {
        return authority.certificate();
    }

    /** A certificate for a device, which only ever is a client. */
    public X509Certificate certify(DeviceId device, CertificateRequest request) {
        try {
            return Certificates.of(
                    new CertificateSubject(device.value(), CertificateSubject.DEVICES),
                    request.key(),
                    List.of(KeyPurposeId.id_kp_clientAuth),
                    List.of(),
                    authority,
                    new Validity(clock.instant(), DEVICE_LIFE));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make the certificate of " + device, e);
        }
    }

    /** A new key with a certificate for a part of the hub: a server on these hosts, and a client. */
    KeyAndCertificate issueToHub(String part, Collection<GeneralName> hosts)
            throws IOException, GeneralSecurityException {
        KeyPair pair = Certificates.newKeyPair();
        X509Certificate certificate = Certificates.of(
                new CertificateSubject(part, CertificateSubject.HUB),
                pair.getPublic(),
                List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
                hosts,
                authority,
                new Validity(clock.instant(), HUB_LIFE));
        return new KeyAndCertificate(pair.getPrivate(), certificate);
    }

    /** The digest of a certificate (DER), which names it. */
    public static Sha256 fingerprint(X509Certificate certificate) {
        return Sha256.of(encoded(certificate));
    }

    /** A certificate as text (PEM). */
    public static String pem(X509Certificate certificate) {
        return Pem.write(Pem.CERTIFICATE, encoded(certificate));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the certificate has no DER form", e);
        }
    }
}
