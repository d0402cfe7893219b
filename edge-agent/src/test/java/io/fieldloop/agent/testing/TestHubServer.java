package io.fieldloop.agent.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/** The HTTPS of a hub for devices: certifies whatever key comes with the right secret, and serves packages. */
public final class TestHubServer implements AutoCloseable {
    public static final String SECRET = "secret-secret-secret";
    private static final Pattern CSR = Pattern.compile("\"certificateRequest\":\"([^\"]*)\"");

    private final TestAuthority authority;
    private final HttpsServer server;
    private final int mqttPort;
    private UnaryOperator<String> distortion = UnaryOperator.identity();
    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private @Nullable PublicKey certifiedKey;
    private String certifiedName = "device-1";

    public TestHubServer(TestAuthority authority, int mqttPort) throws IOException {
        this.authority = authority;
        this.mqttPort = mqttPort;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.context("localhost")));
        server.createContext("/device/v1/enrolment", this::answer);
        server.createContext("/device/v1/packages/", this::serve);
        server.createContext("/device/v1/blobs/", this::serve);
        server.start();
    }

    public String address() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    public String token() {
        return SECRET + "." + fingerprint(authority.certificate());
    }

    /** Offers a package to fetch. */
    public void serve(TestPackage offered) {
        served.put(
                "/device/v1/packages/" + offered.id(),
                offered.signed().envelope().toArray());
        offered.files().forEach((digest, content) -> served.put("/device/v1/blobs/" + digest, content));
    }

    /** Changes what is answered. */
    public void distort(UnaryOperator<String> change) {
        distortion = change;
    }

    /** Certifies this key from now on, whatever is asked for. */
    public void certifyForeignKey(PublicKey key) {
        certifiedKey = key;
    }

    /** Certifies this name from now on, whatever the answer says. */
    public void certifyName(String name) {
        certifiedName = name;
    }

    public static Sha256 fingerprint(X509Certificate certificate) {
        try {
            return Sha256.of(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean admitted = body.contains("\"token\":\"" + SECRET + ".");
        byte[] answer = (admitted
                        ? distortion.apply(admission(body))
                        : "{\"title\":\"x\",\"detail\":\"the token was used before\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(admitted ? 200 : 403, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String admission(String body) throws IOException {
        Matcher matcher = CSR.matcher(body);
        if (!matcher.find()) {
            throw new AssertionError("no certificate request");
        }
        PublicKey key = certifiedKey != null
                ? certifiedKey
                : requestedKey(matcher.group(1).replace("\\r", "").replace("\\n", "\n"));
        return """
                {"deviceId": "device-1", "certificateChain": "%s", "authority": "%s", "mqttPort": %d, "more": {"a": [1]},
                 "trustedKeys": [{"keyId": "test", "publicKey": "%s"}]}
                """.formatted(
                        TestAuthority.pem(authority.certify(certifiedName, key)).replace("\n", "\\n"),
                        TestAuthority.pem(authority.certificate()).replace("\n", "\\n"),
                        mqttPort,
                        TestPackage.PUBLIC_KEY);
    }

    private static PublicKey requestedKey(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) parser.readObject()).getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] content = served.get(exchange.getRequestURI().getPath());
        try (exchange) {
            exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null) {
                exchange.getResponseBody().write(content);
            }
        }
    }
}
