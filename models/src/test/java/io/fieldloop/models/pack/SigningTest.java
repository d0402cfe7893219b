package io.fieldloop.models.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.dsse.Envelope.Signed;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.FailureCode;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each attack on a signature has a test named after it. */
class SigningTest {
    private static final byte[] MANIFEST = ManifestJson.write(TestManifests.classifier());

    private final KeyPair hub = keyPair();
    private final KeyPair other = keyPair();
    private final ManifestSigner signer = new ManifestSigner(hub.getPrivate(), "hub-1");
    private final TrustedKeys trusted = new TrustedKeys(Map.of("hub-1", hub.getPublic()));

    @Test
    void manifest_signedByTheHub_comesBackExactly() throws PackageException {
        assertThat(trusted.verify(signer.sign(MANIFEST))).isEqualTo(MANIFEST);
    }

    @Test
    void envelope_ofTheSpecificationsExample_isEncodedAsItSays() {
        var example = new Envelope("http://example.com/HelloWorld", text("hello world"), List.of());

        assertThat(new String(example.preAuthenticationEncoding(), StandardCharsets.US_ASCII))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void signature_byTheKeyOfTheStandardsExample_isTheExpectedOne() throws Exception {
        // The private key of RFC 8032, section 7.1, TEST 1; Ed25519 signatures are deterministic.
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));

        assertThat(HexFormat.of().formatHex(Ed25519.sign(new byte[0], key)))
                .isEqualTo(
                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                                + "d25bf5f0595bbe24655141438e7a100b");
    }

    @Test
    void payload_inUrlSafeBase64WithoutPadding_isAccepted() throws PackageException {
        Envelope envelope = signer.sign(MANIFEST).decode();
        String json = "{\"payloadType\":\"%s\",\"payload\":\"%s\",\"signatures\":[{\"sig\":\"%s\"}]}"
                .formatted(
                        envelope.payloadType(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(MANIFEST),
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(envelope.signatures()
                                        .getFirst()
                                        .signature()
                                        .toArray()));

        assertThat(trusted.verify(new SignedManifest(text(json)))).isEqualTo(MANIFEST);
    }

    @Test
    void signature_byAWrongKeyUnderATrustedName_isRefused() {
        var forger = new ManifestSigner(other.getPrivate(), "hub-1");

        assertRefused(forger.sign(MANIFEST), "none of the keys [hub-1] signed it");
    }

    @Test
    void signature_byAnUnknownKey_isRefused() {
        var stranger = new ManifestSigner(other.getPrivate(), "stranger");

        assertRefused(
                stranger.sign(MANIFEST), "none of the keys [hub-1] signed it; it names the keys [Optional[stranger]]");
    }

    @Test
    void signature_byATrustedKeyUnderAnUnknownName_isAcceptedBecauseTheNameIsOnlyAHint() throws PackageException {
        var renamed = new ManifestSigner(hub.getPrivate(), "a name from before");

        assertThat(trusted.verify(renamed.sign(MANIFEST))).isEqualTo(MANIFEST);
    }

    @Test
    void payload_changedAfterSigning_isRefused() throws PackageException {
        byte[] changed = MANIFEST.clone();
        changed[100] ^= 1;
        Envelope envelope = signer.sign(MANIFEST).decode();

        assertRefused(signed(envelope.payloadType(), changed, envelope.signatures()), "none of the keys");
    }

    @Test
    void payloadType_changedAfterSigning_isRefused() throws PackageException {
        Envelope envelope = signer.sign(MANIFEST).decode();

        assertRefused(signed("application/vnd.other+json", MANIFEST, envelope.signatures()), "none of the keys");
    }

    @Test
    void signature_takenFromAnotherManifest_isRefused() throws PackageException {
        Envelope older =
                signer.sign(ManifestJson.write(TestManifests.detector())).decode();

        assertRefused(signed(older.payloadType(), MANIFEST, older.signatures()), "none of the keys");
    }

    @Test
    void payloadOfAnotherType_signedByATrustedKey_isRefused() {
        var foreign = new Envelope("application/vnd.in-toto+json", Bytes.copyOf(MANIFEST), List.of());
        var signature = new Signed(
                Optional.of("hub-1"), Bytes.wrap(Ed25519.sign(foreign.preAuthenticationEncoding(), hub.getPrivate())));

        assertRefused(
                signed(foreign.payloadType(), MANIFEST, List.of(signature)),
                "it is signed as 'application/vnd.in-toto+json', not as a manifest");
    }

    @Test
    void twoSignaturesOfWhichOneIsBad_areAcceptedForTheGoodOne() throws PackageException {
        var stranger = new ManifestSigner(other.getPrivate(), "stranger");

        assertThat(trusted.verify(signer.addTo(stranger.sign(MANIFEST)))).isEqualTo(MANIFEST);
        assertThat(trusted.verify(stranger.addTo(signer.sign(MANIFEST)))).isEqualTo(MANIFEST);
    }

    @Test
    void twoSignaturesThatAreBothBad_areRefused() throws PackageException {
        var stranger = new ManifestSigner(other.getPrivate(), "stranger");

        assertRefused(stranger.addTo(stranger.sign(MANIFEST)), "none of the keys");
    }

    @Test
    void manifest_duringAChangeOfKeys_isAcceptedByOldAndNewDevices() throws PackageException {
        var next = new ManifestSigner(other.getPrivate(), "hub-2");
        SignedManifest signed = next.addTo(signer.sign(MANIFEST));

        assertThat(trusted.verify(signed)).isEqualTo(MANIFEST);
        assertThat(new TrustedKeys(Map.of("hub-2", other.getPublic())).verify(signed))
                .isEqualTo(MANIFEST);
    }

    @Test
    void envelope_withoutSignatures_isRefused() {
        assertRefused(
                signed(SignedManifest.PAYLOAD_TYPE, MANIFEST, List.of()), "there must be 1 to 16 signatures, not 0");
    }

    @Test
    void envelope_withEndlessSignatures_isRefused() {
        Signed bad = new Signed(Optional.empty(), Bytes.copyOf(new byte[64]));
        List<Signed> many = Collections.nCopies(17, bad);

        assertRefused(signed(SignedManifest.PAYLOAD_TYPE, MANIFEST, many), "there must be 1 to 16 signatures, not 17");
    }

    @Test
    void envelope_largerThanAllowed_isRefused() {
        assertRefused(
                new SignedManifest(Bytes.wrap(new byte[SignedManifest.MAX_SIZE_BYTES + 1])),
                "at most 4194304 are read");
    }

    @Test
    void envelope_cutOffAnywhere_isRefused() {
        byte[] whole = signer.sign(MANIFEST).envelope().toArray();
        for (int length = 0; length < whole.length; length += 7) {
            assertRefused(new SignedManifest(Bytes.wrap(Arrays.copyOf(whole, length))), "the envelope is damaged");
        }
    }

    @Test
    void envelope_withAnyBitFlipped_givesTheSignedManifestOrIsRefused() {
        byte[] whole = signer.sign(MANIFEST).envelope().toArray();
        var random = new Random(1);
        for (int round = 0; round < 500; round++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                // Only what is not signed, such as the hint of the key, may differ.
                assertThat(trusted.verify(new SignedManifest(Bytes.wrap(flipped))))
                        .isEqualTo(MANIFEST);
            } catch (PackageException e) {
                assertThat(e.code()).isEqualTo(FailureCode.SIGNATURE_INVALID);
            }
        }
    }

    @Test
    void signatureOfAWrongLength_isRefused() {
        var stump = new Signed(Optional.of("hub-1"), Bytes.copyOf(new byte[63]));

        assertRefused(signed(SignedManifest.PAYLOAD_TYPE, MANIFEST, List.of(stump)), "none of the keys");
    }

    @Test
    void keysOfAnotherKind_areRefused() throws Exception {
        KeyPair elliptic = KeyPairGenerator.getInstance("EC").generateKeyPair();
        KeyPair larger = KeyPairGenerator.getInstance("Ed448").generateKeyPair();

        assertThatThrownBy(() -> new ManifestSigner(elliptic.getPrivate(), "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ManifestSigner(larger.getPrivate(), "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrustedKeys(Map.of("x", elliptic.getPublic())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrustedKeys(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(SignedManifest signed, String message) {
        assertThatThrownBy(() -> trusted.verify(signed))
                .isInstanceOfSatisfying(
                        PackageException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.SIGNATURE_INVALID))
                .hasMessageContaining(message);
    }

    private static SignedManifest signed(String type, byte[] payload, List<Signed> signatures) {
        return new SignedManifest(Bytes.wrap(new Envelope(type, Bytes.copyOf(payload), signatures).encode()));
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
