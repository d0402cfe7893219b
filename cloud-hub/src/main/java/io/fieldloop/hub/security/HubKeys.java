package io.fieldloop.hub.security;

import io.fieldloop.hub.disk.DataFolder;
import io.fieldloop.models.disk.DurableFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * All keys of a hub. Its folder holds
 *
 * <pre>
 *   authority.pem   key and certificate of the authority   made once
 *   signing.pem     both halves of the key for packages    made once
 *   hub.p12         the TLS key of this run, and its certificate; made anew on each start, with a password that only
 *                   this process knows
 *   trust.p12       the authority's certificate alone; likewise
 * </pre>
 */
public final class HubKeys implements ClientKeys {
    static final String AUTHORITY = "authority.pem";

    private final CertificateAuthority authority;
    private final SigningKey signingKey;
    private final Path serverStore;
    private final Path trustStore;
    private final String storePassword;

    private HubKeys(CertificateAuthority authority, SigningKey signingKey, Path folder, String storePassword) {
        this.authority = authority;
        this.signingKey = signingKey;
        this.serverStore = folder.resolve("hub.p12");
        this.trustStore = folder.resolve("trust.p12");
        this.storePassword = storePassword;
    }

    /**
     * Reads the keys of a hub, makes those that are not there, and makes its TLS key.
     *
     * @param folder of the keys alone
     * @param host where the hub listens; its certificate is valid there, on this machine's name and on the loopback
     * @throws IOException if a key cannot be read or written
     */
    public static HubKeys open(Path folder, String host, InstantSource clock) throws IOException {
        try {
            var authority = CertificateAuthority.open(folder.resolve(AUTHORITY), clock);
            var signingKey = SigningKey.open(folder.resolve("signing.pem"));
            var keys = new HubKeys(authority, signingKey, folder, newPassword());
            KeyAndCertificate server = authority.issueToHub("hub", hosts(host));
            var stores = new TlsStores(server, authority.certificate(), keys.storePassword);
            DurableFile.write(keys.serverStore, keys.bytes(stores.own()));
            DurableFile.write(keys.trustStore, keys.bytes(stores.trusted()));
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException("the keys in %s cannot be used: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /**
     * Issues keys to parts of the hub that run elsewhere, each with its certificate in one file, {@code PART.pem}; beside
     * them the authority's certificate, {@code authority.pem}. The authority is made if there is none yet.
     *
     * @param folder of the hub's keys
     * @param parts what they are called; the client ids that they must then use
     * @param hosts where they listen, if they are servers
     * @param into whom they are given to; made if it is not there
     * @throws IOException if a key cannot be read or written
     */
    public static void issue(Path folder, List<String> parts, List<String> hosts, Path into, InstantSource clock)
            throws IOException {
        try {
            var authority = CertificateAuthority.open(DataFolder.own(folder).resolve(AUTHORITY), clock);
            List<GeneralName> names = hosts.stream().map(HubKeys::generalName).toList();
            DataFolder.own(into);
            for (String part : parts) {
                KeyAndCertificate own = authority.issueToHub(part, names);
                KeyFile.write(
                        into.resolve(part + ".pem"),
                        own.key(),
                        Pem.CERTIFICATE,
                        own.certificate().getEncoded());
            }
            String pem = CertificateAuthority.pem(authority.certificate());
            DurableFile.write(into.resolve(AUTHORITY), pem.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IOException("the keys in %s cannot be used: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** The authority. */
    public CertificateAuthority authority() {
        return authority;
    }

    /** The key that signs packages. */
    public SigningKey signingKey() {
        return signingKey;
    }

    /** The key store (PKCS #12) of the hub as a TLS server. */
    public Path serverStore() {
        return serverStore;
    }

    /** The key store (PKCS #12) of those who may be TLS clients. */
    public Path trustStore() {
        return trustStore;
    }

    /** Opens both stores. */
    public String storePassword() {
        return storePassword;
    }

    @Override
    public SSLContext clientContext(String part) {
        try {
            KeyAndCertificate own = authority.issueToHub(part, Set.of());
            return new TlsStores(own, authority.certificate(), storePassword).clientContext();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make the key of " + part, e);
        }
    }

    private byte[] bytes(KeyStore store) throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, storePassword.toCharArray());
        return bytes.toByteArray();
    }

    private static String newPassword() {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static Set<GeneralName> hosts(String host) {
        Set<GeneralName> names = new LinkedHashSet<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        names.add(generalName(host));
        try {
            names.add(new GeneralName(
                    GeneralName.dNSName, InetAddress.getLocalHost().getHostName()));
        } catch (UnknownHostException _) {
            // a machine without a name is reached by its address
        }
        return names;
    }

    private static GeneralName generalName(String host) {
        boolean address = host.contains(":") || host.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }
}
