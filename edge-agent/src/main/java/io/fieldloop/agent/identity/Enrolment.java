package io.fieldloop.agent.identity;

import io.fieldloop.agent.disk.Durable;
import io.fieldloop.protocol.DeviceId;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/** Gives the device its identity, once. */
public final class Enrolment {
    static final String ADMISSION = "admission.json";
    static final String HUB = "hub";
    private static final String REPLACED = "identity.replaced";

    private final URI hub;
    private final EnrolmentToken token;
    private final Path data;

    /**
     * Prepares to enrol.
     *
     * @param hub scheme, host and port, such as {@code https://hub.example:8443}
     * @param data the data folder of the agent, made when it is not there
     * @throws IllegalArgumentException if {@code hub} is no such address
     */
    public Enrolment(String hub, EnrolmentToken token, Path data) {
        this.hub = hubOf(hub);
        this.token = token;
        this.data = data.toAbsolutePath();
    }

    /**
     * Makes a key, has the hub certify it, and writes the identity. A power cut leaves either no new identity or all of it.
     *
     * @param replace whether an identity that is there is replaced; it is kept as {@code identity.replaced}
     * @return which device this is now
     * @throws EnrolmentException if there is an identity and it is not to be replaced, or the hub refuses or cannot be reached
     * @throws IOException if the disk or the platform's key tool fails
     */
    public DeviceId enrol(boolean replace) throws EnrolmentException, IOException, InterruptedException {
        Path folder = data.resolve(Identity.FOLDER);
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !replace) {
            throw new EnrolmentException(
                    "this device has an identity in %s; to give it another one, add --replace".formatted(folder));
        }
        Files.createDirectories(data);
        Path incoming = Files.createTempDirectory(data, "identity.incoming-");
        try {
            DeviceId device = enrolInto(incoming);
            install(incoming, folder);
            return device;
        } catch (GeneralSecurityException e) {
            throw new EnrolmentException("the certificate that the hub issued cannot be used: " + e.getMessage(), e);
        } finally {
            remove(incoming);
        }
    }

    /** Reads an address, of which only scheme, host and port may be given. */
    static URI hubOf(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean bare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && bare && uri.getRawQuery() == null) {
                return new URI("https", null, uri.getHost(), uri.getPort(), null, null, null);
            }
        } catch (URISyntaxException _) {
            // Told below, together with what is expected.
        }
        throw new IllegalArgumentException(
                "'%s' is no address of a hub; it must be such as https://hub.example:8443".formatted(text.strip()));
    }

    private DeviceId enrolInto(Path folder)
            throws EnrolmentException, IOException, InterruptedException, GeneralSecurityException {
        KeyRequest request = KeyRequest.make(folder);
        byte[] json = new EnrolmentRequest(hub, token).send(request.text());
        Admission admission = Admission.read(json);
        verify(admission, request.publicKey());
        DeviceKey.write(folder, request.key());
        Files.write(folder.resolve(ADMISSION), json);
        Files.writeString(folder.resolve(HUB), hub.toString());
        return admission.device();
    }

    private void verify(Admission admission, PublicKey key) throws EnrolmentException, GeneralSecurityException {
        X509Certificate certificate = admission.chain().getFirst();
        if (!PinnedAuthority.fingerprint(admission.authority()).equals(token.authority())) {
            throw new EnrolmentException("the hub answers for another authority than the token names");
        }
        if (!certificate.getPublicKey().equals(key)) {
            throw new EnrolmentException("the hub certified another key than this device's");
        }
        String subject = certificate.getSubjectX500Principal().getName();
        if (!("," + subject + ",").contains(",CN=" + admission.device() + ",")) {
            throw new EnrolmentException(
                    "the hub calls this device %s, but its certificate %s".formatted(admission.device(), subject));
        }
        PinnedAuthority.trusting(admission.authority())
                .checkClientTrusted(admission.chain().toArray(X509Certificate[]::new), "UNKNOWN");
    }

    private void install(Path incoming, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : files.toList()) {
                Durable.file(file);
            }
        }
        Durable.folder(incoming);
        if (Files.exists(folder)) {
            Path replaced = data.resolve(REPLACED);
            remove(replaced);
            Files.move(folder, replaced, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(incoming, folder, StandardCopyOption.ATOMIC_MOVE);
        Durable.folder(data);
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
