package io.fieldloop.hub.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.security.CertificateAuthority;
import io.fieldloop.hub.security.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedHub.class)
class EnrolmentTest {
    private final TestHub hub;

    EnrolmentTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void device_withARequestMadeByTheJdk_getsItsCertificate(@TempDir Path folder) throws Exception {
        String name = TestHub.name("line");
        var answer = TestDevice.enrol(hub, hub.enrolmentToken(name), keytoolRequest(folder));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Json welcome = hub.json(answer);
        assertThat(welcome.text("deviceId")).isEqualTo(name);
        assertThat(welcome.number("mqttPort")).isEqualTo(hub.mqttPort());
        var chain = TestDevice.certificates(welcome.text("certificateChain"));
        X509Certificate own = (X509Certificate) chain.getFirst();
        own.verify(hub.authority().getPublicKey());
        assertThat(own.getSubjectX500Principal().getName()).isEqualTo("CN=%s,OU=device".formatted(name));
        assertThat(chain.getLast()).isEqualTo(hub.authority());
        assertThat(welcome.text("authority")).isEqualTo(CertificateAuthority.pem(hub.authority()));
        byte[] trusted = Base64.getDecoder().decode(welcome.text("trustedKeys/0/publicKey"));
        assertThat(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(trusted)))
                .isNotNull();
    }

    private static String keytoolRequest(Path folder) throws Exception {
        Path request = folder.resolve("request.pem");
        keytool(folder, "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=whatever");
        keytool(folder, "-certreq", "-file", request.toString());
        return Files.readString(request);
    }

    private static void keytool(Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", folder.resolve("keys.p12").toString(), "-storepass", "changeit"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void token_usedAgainByTheSameKey_servesAgain() throws Exception {
        KeyPair pair = TestDevice.newKeyPair();
        String token = hub.enrolmentToken(TestHub.name("again"));

        assertThat(TestDevice.enrol(hub, token, TestDevice.request(pair)).statusCode())
                .isEqualTo(200);
        assertThat(TestDevice.enrol(hub, token, TestDevice.request(pair)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void token_usedByAnotherKey_isRefused() throws Exception {
        String token = hub.enrolmentToken(TestHub.name("stolen"));
        TestDevice.enrol(hub, token, TestDevice.request(TestDevice.newKeyPair()));

        var answer = TestDevice.enrol(hub, token, TestDevice.request(TestDevice.newKeyPair()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(hub.json(answer).text("detail")).contains("another key");
    }

    @Test
    void token_thatNobodyMade_isRefused() throws Exception {
        assertThat(TestDevice.enrol(hub, "nonsense", TestDevice.request(TestDevice.newKeyPair()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void token_thatHasExpired_isRefused() throws Exception {
        String name = TestHub.name("late");
        String token = hub.json(hub.send(
                        "POST",
                        "/api/v1/enrolment-tokens",
                        "{\"deviceId\": \"%s\", \"validFor\": \"PT0.001S\"}".formatted(name)))
                .text("token");

        assertThat(TestDevice.enrol(hub, token, TestDevice.request(TestDevice.newKeyPair()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void request_thatItsKeyDidNotSign_isRefused() throws Exception {
        String request = TestDevice.request(TestDevice.newKeyPair());
        byte[] encoded = Base64.getMimeDecoder().decode(request.replaceAll("-----[A-Z ]+-----", ""));
        encoded[encoded.length - 1] ^= 1;
        String forged = "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END CERTIFICATE REQUEST-----\n";

        for (String wrong : List.of(forged, "no request", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n")) {
            var answer = TestDevice.enrol(hub, hub.enrolmentToken(TestHub.name("forged")), wrong);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(hub.json(answer).text("errors/0/pointer")).isEqualTo("/certificateRequest");
        }
    }

    @Test
    void certificate_afterItsDeviceEnrolledAgain_isVoid() throws Exception {
        String name = TestHub.name("twice");
        try (TestDevice first = TestDevice.enrolled(hub, name);
                TestDevice second = TestDevice.enrolled(hub, name)) {
            var nothing = hub.deviceUrl().resolve("/device/v1/nothing");
            assertThat(second.get(nothing).statusCode()).isEqualTo(404);

            second.connect();
            assertThat(second.isConnected()).isTrue();
            assertThatThrownBy(first::connect).isInstanceOf(MqttException.class);
        }
    }

    @Test
    void enrolment_onThePortOfPeople_isNotThere() throws Exception {
        var answer = hub.send("POST", "/device/v1/enrolment", "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(hub.json(answer).text("detail")).contains("device port");
    }

    @Test
    void pagesOfPeople_onTheDevicePort_areNotThere() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, TestHub.name("curious"))) {
            for (String path : List.of("/api/v1/devices", "/health", "/")) {
                assertThat(device.get(hub.deviceUrl().resolve(path)).statusCode())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void enrolmentToken_withWrongWishes_isRefusedNamingThem() throws Exception {
        Map<String, String> wrong = Map.of(
                "{\"deviceId\": \"UPPER\"}", "/deviceId",
                "{\"deviceId\": \"a\", \"validFor\": \"PT0S\"}", "/validFor",
                "{\"deviceId\": \"a\", \"validFor\": \"soon\"}", "/validFor",
                "{\"deviceId\": \"a\", \"labels\": {\"Line One\": \"x\"}}", "/labels");

        for (var wish : wrong.entrySet()) {
            var answer = hub.send("POST", "/api/v1/enrolment-tokens", wish.getKey());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(hub.json(answer).text("errors/0/pointer"))
                    .as(answer.body())
                    .isEqualTo(wish.getValue());
        }
    }

    @Test
    void signingKey_ofTheHub_signsWhatItsPublicHalfVerifies() throws Exception {
        var key = hub.part(SigningKey.class);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.privateKey());
        signer.update(new byte[] {1, 2, 3});
        byte[] signature = signer.sign();

        signer.initVerify(key.publicKey());
        signer.update(new byte[] {1, 2, 3});
        assertThat(signer.verify(signature)).isTrue();
    }
}
