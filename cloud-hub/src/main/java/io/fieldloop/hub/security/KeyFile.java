package io.fieldloop.hub.security;

import io.fieldloop.models.disk.DurableFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

/** Files of the folder {@code pki}: a private key and what belongs to it, in one file so that neither is there alone. */
final class KeyFile {
    private KeyFile() {}

    static void write(Path file, PrivateKey key, String type, byte[] belonging) throws IOException {
        String text = Pem.write(Pem.PRIVATE_KEY, key.getEncoded()) + Pem.write(type, belonging);
        DurableFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    static KeyAndCertificate readWithCertificate(Path file, String algorithm)
            throws IOException, GeneralSecurityException {
        List<byte[]> blocks = Pem.read(Files.readString(file), Pem.PRIVATE_KEY, Pem.CERTIFICATE);
        return new KeyAndCertificate(privateKey(algorithm, blocks.getFirst()), certificate(blocks.getLast()));
    }

    static SigningKey readSigningKey(Path file, String algorithm) throws IOException, GeneralSecurityException {
        List<byte[]> blocks = Pem.read(Files.readString(file), Pem.PRIVATE_KEY, Pem.PUBLIC_KEY);
        PublicKey publicKey =
                KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(blocks.getLast()));
        return new SigningKey(privateKey(algorithm, blocks.getFirst()), publicKey);
    }

    private static PrivateKey privateKey(String algorithm, byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    static X509Certificate certificate(byte[] encoded) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }
}
