package io.fieldloop.hub.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;

/** Keys that a hub issued to parts of it that run elsewhere, in a folder as {@link HubKeys#issue} leaves it. */
public final class IssuedKeys implements ClientKeys {
    private static final String IN_MEMORY = "";

    private final Path folder;
    private final X509Certificate authority;

    private IssuedKeys(Path folder, X509Certificate authority) {
        this.folder = folder;
        this.authority = authority;
    }

    /**
     * Reads whom to trust.
     *
     * @throws IOException if the folder is not as a hub leaves it
     */
    public static IssuedKeys open(Path folder) throws IOException {
        try {
            String pem = Files.readString(folder.resolve(HubKeys.AUTHORITY));
            return new IssuedKeys(
                    folder, KeyFile.certificate(Pem.read(pem, Pem.CERTIFICATE).getFirst()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority in %s cannot be used: %s".formatted(folder, e.getMessage()), e);
        }
    }

    @Override
    public SSLContext clientContext(String part) {
        Path file = folder.resolve(part + ".pem");
        try {
            KeyAndCertificate own = KeyFile.readWithCertificate(file, Certificates.KEY_ALGORITHM);
            return new TlsStores(own, authority, IN_MEMORY).clientContext();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "no key for %s; on the hub's machine run: fieldloop hub issue %s --out DIR".formatted(file, part),
                    e);
        }
    }
}
