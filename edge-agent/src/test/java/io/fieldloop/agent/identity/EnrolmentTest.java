package io.fieldloop.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.testing.TestAuthority;
import io.fieldloop.agent.testing.TestHubServer;
import io.fieldloop.protocol.DeviceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnrolmentTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir
    Path data;

    private TestHubServer hub;

    @BeforeEach
    void start() throws IOException {
        hub = new TestHubServer(AUTHORITY, 8883);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void enrol_givesAnIdentityThatLoads() throws Exception {
        assertThat(enrolment(hub.token()).enrol(false)).isEqualTo(new DeviceId("device-1"));

        Identity identity = Identity.load(data);

        assertThat(identity.device()).isEqualTo(new DeviceId("device-1"));
        assertThat(identity.hub()).hasToString(hub.address());
        assertThat(identity.mqttHost()).isEqualTo("localhost");
        assertThat(identity.mqttPort()).isEqualTo(8883);
        assertThat(identity.keys()).hasToString("TrustedKeys[test]");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("identity"))))
                .isEqualTo("rwx------");
    }

    @Test
    void enrol_again_isRefused_unlessItReplaces() throws Exception {
        enrolment(hub.token()).enrol(false);
        byte[] first = Files.readAllBytes(data.resolve("identity/key.pem"));

        assertThatThrownBy(() -> enrolment(hub.token()).enrol(false))
                .isInstanceOf(EnrolmentException.class)
                .hasMessageContaining("--replace");
        assertThat(data.resolve("identity/key.pem")).hasBinaryContent(first);

        enrolment(hub.token()).enrol(true);
        assertThat(Files.readAllBytes(data.resolve("identity/key.pem"))).isNotEqualTo(first);
        assertThat(data.resolve("identity.replaced/key.pem")).hasBinaryContent(first);
        assertThat(files()).containsExactlyInAnyOrder("identity", "identity.replaced");
    }

    @Test
    void enrol_hubOfAnotherAuthority_isNotTrusted_andGetsNoSecret() {
        String token = TestHubServer.SECRET + "." + TestHubServer.fingerprint(new TestAuthority().certificate());

        assertThatThrownBy(() -> enrolment(token).enrol(false))
                .isInstanceOf(EnrolmentException.class)
                .hasMessageContaining("cannot be trusted")
                .hasMessageContaining("authority that the token names");
        assertThat(files()).isEmpty();
    }

    @Test
    void enrol_hubUnderAnotherName_isNotTrusted() {
        String otherName = hub.address().replace("localhost", "127.0.0.1");

        assertThatThrownBy(() -> new Enrolment(otherName, EnrolmentToken.of(hub.token()), data).enrol(false))
                .isInstanceOf(EnrolmentException.class)
                .hasMessageContaining("cannot be trusted");
        assertThat(files()).isEmpty();
    }

    @Test
    void enrol_usedToken_saysWhatTheHubSays() {
        String used = hub.token().replace(TestHubServer.SECRET, "other-other-other-other");

        assertThatThrownBy(() -> enrolment(used).enrol(false))
                .isInstanceOf(EnrolmentException.class)
                .hasMessage("the hub refuses: the token was used before");
    }

    @Test
    void enrol_hubThatIsNotThere_saysSo() {
        hub.close();

        assertThatThrownBy(() -> enrolment(hub.token()).enrol(false))
                .isInstanceOf(EnrolmentException.class)
                .hasMessageContaining("cannot be reached");
        assertThat(files()).isEmpty();
    }

    @Test
    void enrol_answerForAnotherKey_isRefused() throws Exception {
        hub.certifyForeignKey(
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic());

        assertThatThrownBy(() -> enrolment(hub.token()).enrol(false)).hasMessageContaining("another key");
        assertThat(files()).isEmpty();
    }

    @Test
    void enrol_certificateForAnotherDevice_isRefused() {
        hub.certifyName("device-11");

        assertThatThrownBy(() -> enrolment(hub.token()).enrol(false)).hasMessageContaining("device-1");
        assertThat(files()).isEmpty();
    }

    @Test
    void enrol_answerThatMakesNoSense_isRefused() {
        hub.distort(_ -> "{}");

        assertThatThrownBy(() -> enrolment(hub.token()).enrol(false)).isInstanceOf(IOException.class);
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"deviceId\": \"device-1\"}",
                "not json",
                "{\"trustedKeys\": [1]}",
                "{\"authority\": \"x\", \"certificateChain\": \"x\"}",
                "{\"trustedKeys\": [{\"keyId\": \"a\", \"publicKey\": \"AAAA\"}]}"
            })
    void answer_thatMakesNoSense_isRefused(String answer) {
        assertThatThrownBy(() -> Admission.read(answer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void enrol_endlessAnswer_isNotTakenIntoMemory() {
        hub.distort(answer -> answer + " ".repeat(1 << 20));

        assertThatThrownBy(() -> enrolment(hub.token()).enrol(false)).hasMessageContaining("longer than");
    }

    @Test
    void load_withoutIdentity_namesTheCommand() {
        assertThatThrownBy(() -> Identity.load(data))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("fieldloop agent enrol --hub");
    }

    @Test
    void load_damagedOrMissingFile_namesTheCommand() throws Exception {
        enrolment(hub.token()).enrol(false);
        for (String name : List.of("hub", "admission.json", "key.pem")) {
            Path file = data.resolve("identity").resolve(name);
            byte[] whole = Files.readAllBytes(file);
            Files.writeString(file, "damaged");
            assertThatThrownBy(() -> Identity.load(data))
                    .isInstanceOf(IdentityException.class)
                    .hasMessageContaining("enrol --replace");

            Files.delete(file);
            assertThatThrownBy(() -> Identity.load(data))
                    .isInstanceOf(IdentityException.class)
                    .hasMessageContaining(name);
            Files.write(file, whole);
        }
        assertThat(Identity.load(data).device()).isEqualTo(new DeviceId("device-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hub:8443", "hub:8443", "https://hub/path", "https://hub?q", "https://", "\u0000"})
    void hub_thatIsNoAddress_isRefused(String hub) {
        assertThatThrownBy(() -> Enrolment.hubOf(hub))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://hub.example:8443");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "secret-secret-secret.0", "short.aa"})
    void token_thatIsNone_isRefusedWithoutRepeatingIt(String token) {
        assertThatThrownBy(() -> EnrolmentToken.of(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no enrolment token");
    }

    @Test
    void token_asText_keepsItsSecret() {
        assertThat(EnrolmentToken.of(hub.token())).asString().doesNotContain(TestHubServer.SECRET);
    }

    private Enrolment enrolment(String token) {
        return new Enrolment(hub.address(), EnrolmentToken.of(token), data);
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(data)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
