package io.fieldloop.hub.security;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates (X.509 version 3, RFC 5280) with keys of EC P-256. */
final class Certificates {
    static final String KEY_ALGORITHM = "EC";

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final Duration CLOCKS_APART = Duration.ofDays(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Certificates() {}

    static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(KEY_ALGORITHM);
        generator.initialize(new ECGenParameterSpec(CURVE));
        return generator.generateKeyPair();
    }

    /** The certificate of an authority, signed by itself. */
    static X509Certificate ofAuthority(KeyPair pair, CertificateSubject subject, Instant now, Duration life)
            throws IOException, GeneralSecurityException {
        var draft = new JcaX509v3CertificateBuilder(
                name(subject), serial(), from(now), until(now, life), name(subject), pair.getPublic());
        draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        draft.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        draft.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        return sign(draft, pair.getPrivate());
    }

    /** A certificate for {@code key}, signed by {@code issuer}; {@code hosts} may be empty. */
    static X509Certificate of(
            CertificateSubject subject,
            PublicKey key,
            List<KeyPurposeId> purposes,
            Collection<GeneralName> hosts,
            KeyAndCertificate issuer,
            Validity validity)
            throws IOException, GeneralSecurityException {
        var draft = new JcaX509v3CertificateBuilder(
                issuer.certificate(),
                serial(),
                from(validity.now()),
                until(validity.now(), validity.life()),
                name(subject),
                key);
        var identifiers = new JcaX509ExtensionUtils();
        draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        draft.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        draft.addExtension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        draft.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers.createAuthorityKeyIdentifier(issuer.certificate()));
        draft.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
        if (!hosts.isEmpty()) {
            var names = new GeneralNames(hosts.toArray(GeneralName[]::new));
            draft.addExtension(Extension.subjectAlternativeName, false, names);
        }
        return sign(draft, issuer.key());
    }

    private static X509Certificate sign(X509v3CertificateBuilder draft, PrivateKey key)
            throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder(SIGNATURE).build(key);
            return new JcaX509CertificateConverter().getCertificate(draft.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign with " + SIGNATURE, e);
        }
    }

    private static X500Name name(CertificateSubject subject) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.OU, subject.unit())
                .addRDN(BCStyle.CN, subject.commonName())
                .build();
    }

    private static BigInteger serial() {
        return new BigInteger(127, RANDOM).add(BigInteger.ONE);
    }

    private static Date from(Instant now) {
        return Date.from(now.minus(CLOCKS_APART));
    }

    private static Date until(Instant now, Duration life) {
        return Date.from(now.plus(life));
    }

    /** How long a certificate lasts, from a day before {@code now} because clocks differ. */
    record Validity(Instant now, Duration life) {}
}
