package io.fieldloop.agent.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fieldloop.agent.link.http.HubClient;
import io.fieldloop.agent.traffic.TrafficBudgets;
import io.fieldloop.agent.traffic.TrafficMeter;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutualTlsTest {
    private static final byte[] CONTENT = "a model".getBytes(StandardCharsets.UTF_8);
    private static final FileRef FILE = new FileRef(Sha256.of(CONTENT), CONTENT.length);
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private KeyStore hub;
    private KeyStore device;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        hub = keyStore("hub");
        device = keyStore("device");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new NeedingClients(context(hub, device)));
        server.createContext("/device/v1/blobs/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static final class NeedingClients extends HttpsConfigurator {
        NeedingClients(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters needed = getSSLContext().getDefaultSSLParameters();
            needed.setNeedClientAuth(true);
            parameters.setSSLParameters(needed);
        }
    }

    private KeyStore keyStore(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    /** Whoever holds {@code own}, and trusts only the certificate in {@code other}. */
    private static SSLContext context(KeyStore own, KeyStore other) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        String name = other.aliases().nextElement();
        trusted.setCertificateEntry(name, other.getCertificate(name));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private TrafficMeter unbounded() throws IOException {
        return TrafficMeter.open(folder.resolve("traffic"), TrafficBudgets.NONE, InstantSource.system());
    }

    private void fetch(SSLContext security) throws IOException {
        URI uri = URI.create("https://localhost:" + server.getAddress().getPort());
        try (HubClient hub = new HubClient(uri, () -> security, Duration.ofMinutes(1))) {
            new HttpPackageSource(hub, unbounded()).fetch(FILE, folder.resolve("part"));
        }
    }

    @Test
    void fetch_bothKnowEachOther_arrives() throws Exception {
        fetch(context(device, hub));
        assertThat(folder.resolve("part")).hasBinaryContent(CONTENT);
    }

    @Test
    void fetch_hubIsAnother_isRefused() throws Exception {
        SSLContext trustingAnother = context(device, keyStore("another"));
        assertThatThrownBy(() -> fetch(trustingAnother)).isInstanceOf(IOException.class);
        assertThat(folder.resolve("part")).doesNotExist();
    }

    @Test
    void fetch_deviceIsAnother_isRefused() throws Exception {
        SSLContext another = context(keyStore("another"), hub);
        assertThatThrownBy(() -> fetch(another)).isInstanceOf(IOException.class);
        assertThat(folder.resolve("part")).doesNotExist();
    }
}
