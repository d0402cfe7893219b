package io.fieldloop.hub;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import io.micronaut.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/** A device as far as the hub can see: a key, a certificate, and an MQTT connection. */
public final class TestDevice implements AutoCloseable {
    private static final char[] NO_PASSWORD = {};
    private static final long ANSWER_MILLIS = 10_000;

    private final DeviceId id;
    private final int mqttPort;
    private final SSLContext tls;
    private final @Nullable PrivateKey key;
    private final BlockingQueue<HubMessage> heard = new LinkedBlockingQueue<>();
    private final CuttableSockets sockets;
    private MqttAsyncClient client;

    private TestDevice(DeviceId id, int mqttPort, SSLContext tls, @Nullable PrivateKey key) throws MqttException {
        this.id = id;
        this.mqttPort = mqttPort;
        this.tls = tls;
        this.key = key;
        this.sockets = new CuttableSockets(tls.getSocketFactory());
        this.client = newClient(id.value());
    }

    /** A device that has enrolled. */
    public static TestDevice enrolled(TestHub hub, String name) throws Exception {
        KeyPair pair = newKeyPair();
        Json welcome = hub.json(enrol(hub, hub.enrolmentToken(name), request(pair)));
        return with(hub, name, pair.getPrivate(), welcome.text("certificateChain"));
    }

    /** A device with this key and certificate, which the hub may accept or not. */
    public static TestDevice with(TestHub hub, String name, PrivateKey key, String chainPem) throws Exception {
        return new TestDevice(new DeviceId(name), hub.mqttPort(), tls(hub, key, certificates(chainPem)), key);
    }

    /** A device without any certificate. */
    public static TestDevice without(TestHub hub, String name) throws Exception {
        return new TestDevice(new DeviceId(name), hub.mqttPort(), tls(hub, null, List.of()), null);
    }

    /** A device whose certificate says that the hub's authority signed it, which another key did. */
    public static TestDevice foreign(TestHub hub, String name) throws Exception {
        KeyPair pair = newKeyPair();
        Instant now = Instant.now();
        var certificate = new JcaX509v3CertificateBuilder(
                        X500Name.getInstance(
                                hub.authority().getSubjectX500Principal().getEncoded()),
                        BigInteger.ONE,
                        Date.from(now.minus(1, ChronoUnit.DAYS)),
                        Date.from(now.plus(1, ChronoUnit.DAYS)),
                        new X500Name("OU=device,CN=" + name),
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        return with(hub, name, pair.getPrivate(), pem);
    }

    /** What it signs with. */
    public PrivateKey key() {
        return Objects.requireNonNull(key);
    }

    /** Asks the hub to enrol. */
    public static HttpResponse<String> enrol(TestHub hub, String token, String request) throws Exception {
        String body = new String(
                JsonMapper.createDefault().writeValueAsBytes(Map.of("token", token, "certificateRequest", request)),
                StandardCharsets.UTF_8);
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(tls(hub, null, List.of())).build()) {
            return client.send(
                    HttpRequest.newBuilder(hub.deviceUrl().resolve("/device/v1/enrolment"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    /** A new key. */
    public static KeyPair newKeyPair() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    /** A certificate request that claims to be somebody else, which the hub ignores. */
    public static String request(KeyPair pair) throws Exception {
        var request = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=somebody,OU=hub"), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        return "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder().encodeToString(request.getEncoded())
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }

    /** Reads certificates from text. */
    public static List<Certificate> certificates(String pem) throws Exception {
        return List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    }

    private static SSLContext tls(TestHub hub, @Nullable PrivateKey key, List<Certificate> chain) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (key != null) {
            own.setKeyEntry("device", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("hub", hub.authority());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** The same device at the same hub, which listens elsewhere now. */
    public TestDevice movedTo(TestHub hub) throws MqttException {
        return new TestDevice(id, hub.mqttPort(), tls, key);
    }

    /** Its id. */
    public DeviceId id() {
        return id;
    }

    /** Gets a path of the device port with its certificate. */
    public HttpResponse<String> get(URI url) throws Exception {
        return send(HttpRequest.newBuilder(url));
    }

    /** Sends a request to the device port with its certificate. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient https = HttpClient.newBuilder().sslContext(tls).build()) {
            return https.send(request.build(), BodyHandlers.ofString());
        }
    }

    /** Sends a request to the device port whose answer is no text. */
    public HttpResponse<byte[]> download(HttpRequest.Builder request) throws Exception {
        try (HttpClient https = HttpClient.newBuilder().sslContext(tls).build()) {
            return https.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    /** Connects and listens for receipts and desired states. */
    public TestDevice connect() throws MqttException {
        connectAs(id.value());
        subscribe(Topics.receipts(id));
        subscribe(Topics.desired(id));
        return this;
    }

    /** What the broker says for a device that vanishes. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares last wills
    public record LastWill(String topic, byte[] payload) {}

    /** Connects under a client id, with a last will if there is one. */
    public void connectAs(String clientId, LastWill... will) throws MqttException {
        client = newClient(clientId);
        client.setCallback(new HeardByDevice(heard));
        var options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(true);
        options.setConnectionTimeout(10);
        options.setSocketFactory(sockets);
        options.setHttpsHostnameVerificationEnabled(true);
        if (will.length > 0) {
            options.setWill(will[0].topic(), new MqttMessage(will[0].payload(), 1, true, null));
        }
        client.connect(options).waitForCompletion(ANSWER_MILLIS);
    }

    private MqttAsyncClient newClient(String clientId) throws MqttException {
        return new MqttAsyncClient("ssl://127.0.0.1:" + mqttPort, clientId, new MemoryPersistence());
    }

    /** Subscribes and gives the broker's reason. */
    public int subscribe(String filter) throws MqttException {
        IMqttToken answer = client.subscribe(filter, 1);
        answer.waitForCompletion(ANSWER_MILLIS);
        return answer.getReasonCodes()[0];
    }

    /** Ends a subscription. */
    public void unsubscribe(String filter) throws MqttException {
        client.unsubscribe(filter).waitForCompletion(ANSWER_MILLIS);
    }

    /** Publishes and gives the broker's reason. */
    public int publish(String topic, byte[] payload) throws MqttException {
        IMqttToken answer = client.publish(topic, payload, 1, false);
        answer.waitForCompletion(ANSWER_MILLIS);
        int[] reasons = answer.getReasonCodes();
        return reasons == null || reasons.length == 0 ? 0 : reasons[0];
    }

    /** Says something. */
    public void say(String topic, DeviceMessage message) throws MqttException, WireException {
        publish(topic, Wire.encode(message));
    }

    /** The next thing that the hub says. */
    public HubMessage hear() throws InterruptedException {
        HubMessage next = heard.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("the hub said nothing to " + id);
        }
        return next;
    }

    /** Whether the hub said something that was not heard yet. */
    public boolean hasHeard() {
        return !heard.isEmpty();
    }

    /** The next receipts. */
    public Receipts hearReceipts() throws InterruptedException {
        return (Receipts) hear();
    }

    /** The next receipts, unless the hub is silent for a second. */
    public Optional<Receipts> hearReceiptsIfAny() throws InterruptedException {
        return Optional.ofNullable((Receipts) heard.poll(1, TimeUnit.SECONDS));
    }

    /** Whether the connection stands. */
    public boolean isConnected() {
        return client.isConnected();
    }

    /** Drops the connection without a word, as when the power goes. */
    public void vanish() throws IOException {
        sockets.cut();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 1_000, true);
        }
        client.close(true);
    }
}
