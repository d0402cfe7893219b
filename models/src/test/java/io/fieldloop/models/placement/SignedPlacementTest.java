package io.fieldloop.models.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.placement.PlacementCertificate.Measured;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignedPlacementTest {
    private static final Accelerator NPU = Accelerator.parse("tflite:/usr/lib/libnpu.so?cores=2");
    private static final Placement HALF =
            new Placement(Map.of(NPU.name(), Map.of("Conv2d", 3), "xnnpack", Map.of("Softmax", 1)));

    private final KeyPair device = newKeys("EC");

    private static KeyPair newKeys(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static PlacementCertificate certificate(List<Accelerator> asked, Accelerator runs, Placement placement) {
        return new PlacementCertificate(
                new DeviceId("line-1"),
                ModelRef.of("fashion", 2),
                "tflite-int8",
                Sha256.of(new byte[0]),
                asked,
                runs,
                Optional.of("because"),
                placement,
                new Measured(900, 1_000, OptionalLong.of(42), 0.125),
                List.of("tflite 2.21.0", "Linux 6.1 aarch64"),
                Instant.parse("2026-11-22T12:00:00.123Z"));
    }

    @Test
    void verify_whatTheDeviceSigned_isTheSame() throws Exception {
        PlacementCertificate certificate = certificate(List.of(NPU), NPU, HALF);
        SignedPlacement signed = SignedPlacement.sign(certificate, device.getPrivate());
        assertThat(signed.verify(device.getPublic())).isEqualTo(certificate);
    }

    @Test
    void verify_anyByteChanged_isRefusedCleanly() throws Exception {
        byte[] envelope = SignedPlacement.sign(certificate(List.of(NPU), NPU, HALF), device.getPrivate())
                .envelope()
                .toArray();
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] changed = envelope.clone();
            int at = random.nextInt(changed.length);
            changed[at] ^= (byte) (1 << random.nextInt(7));
            SignedPlacement damaged = new SignedPlacement(Bytes.wrap(changed));
            try {
                assertThat(damaged.verify(device.getPublic())).isEqualTo(certificate(List.of(NPU), NPU, HALF));
            } catch (GeneralSecurityException e) {
                assertThat(e).hasMessageMatching("it is .*");
            }
        }
    }

    @Test
    void verify_signedAsSomethingElse_isRefused() throws Exception {
        Envelope signed = Envelope.decode(
                SignedPlacement.sign(certificate(List.of(NPU), NPU, HALF), device.getPrivate())
                        .envelope()
                        .toArray(),
                SignedPlacement.MAX_SIZE_BYTES);
        var other = new Envelope("application/vnd.other+json", signed.payload(), signed.signatures());
        assertThatThrownBy(() -> new SignedPlacement(Bytes.wrap(other.encode())).verify(device.getPublic()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void sign_keyOfAnotherKind_isRefused() {
        assertThatThrownBy(() -> SignedPlacement.sign(
                        certificate(List.of(NPU), NPU, HALF), newKeys("Ed25519").getPrivate()))
                .isInstanceOf(InvalidKeyException.class);
    }

    @Test
    void standing_comparesWhatWasAskedForWithWhatRuns() {
        Placement whole = new Placement(Map.of(NPU.name(), Map.of("Conv2d", 4)));
        Placement none = new Placement(Map.of("cpu", Map.of("Conv2d", 4)));
        assertThat(certificate(List.of(), Accelerator.CPU, none).standing()).isEqualTo(Standing.UNASKED);
        assertThat(certificate(List.of(NPU), NPU, whole).standing()).isEqualTo(Standing.WHOLE);
        assertThat(certificate(List.of(NPU), NPU, HALF).standing()).isEqualTo(Standing.PARTIAL);
        assertThat(certificate(List.of(NPU), NPU, HALF).elsewhere()).isEqualTo(1);
        assertThat(certificate(List.of(NPU), NPU, none).standing()).isEqualTo(Standing.FALLBACK);
        assertThat(certificate(List.of(NPU), Accelerator.CPU, none).standing()).isEqualTo(Standing.FALLBACK);
        assertThat(certificate(List.of(Accelerator.CPU), Accelerator.CPU, none).standing())
                .isEqualTo(Standing.WHOLE);
    }
}
