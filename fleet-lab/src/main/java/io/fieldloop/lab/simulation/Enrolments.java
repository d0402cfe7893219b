package io.fieldloop.lab.simulation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.protocol.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Enrols devices as {@code fieldloop agent enrol} does, but without the processes that this starts. */
final class Enrolments implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Fleet fleet;
    private final URI hub;
    private final HttpClient http;
    private final KeyPairGenerator keys;

    Enrolments(Fleet fleet) throws IOException {
        this.fleet = fleet;
        this.hub = URI.create("https://localhost:" + fleet.ports().device());
        try {
            this.keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            this.http = HttpClient.newBuilder()
                    .sslContext(trusting(fleet.hubData()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java platform lacks what devices enrol with", e);
        }
    }

    /** Writes the identity of a device below the folder of its agent. */
    void enrol(DeviceFolder device) throws IOException, InterruptedException, HubException {
        Path identity = Files.createDirectories(device.data().resolve("identity"));
        String token = fleet.hub()
                .post("/api/v1/enrolment-tokens", Map.of("deviceId", device.id()))
                .path("token")
                .asText();
        KeyPair pair = keys.generateKeyPair();
        Files.write(
                identity.resolve("admission.json"),
                admission(token, request(pair)).toArray());
        Files.writeString(identity.resolve("hub"), hub.toString());
        write(pair.getPrivate(), identity.resolve("key.pem"));
    }

    private Bytes admission(String token, String request) throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(Map.of("token", token, "certificateRequest", request));
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(hub.resolve("/device/v1/enrolment"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("the hub refuses a device: " + answer.statusCode());
        }
        return Bytes.wrap(answer.body());
    }

    private static String request(KeyPair pair) throws IOException {
        try {
            var builder = new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=fieldloop"), pair.getPublic());
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            var text = new StringWriter();
            try (var pem = new JcaPEMWriter(text)) {
                pem.writeObject(builder.build(signer));
            }
            return text.toString();
        } catch (OperatorCreationException e) {
            throw new IOException("this Java platform cannot sign a request", e);
        }
    }

    private static void write(PrivateKey key, Path file) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    /** The hub's authority, read from the hub's own folder. */
    private static SSLContext trusting(Path hubData) throws IOException, GeneralSecurityException {
        String pem = Files.readString(hubData.resolve("pki/authority.pem"));
        String certificate = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----"));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "hub",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        http.close();
    }
}
