package io.fieldloop.models.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.bundle.BundleFile.Trust;
import io.fieldloop.models.bundle.BundleIndex.Purpose;
import io.fieldloop.models.bundle.Part.Content;
import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.dsse.EnvelopeSignature;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BundleFileTest {
    private static final DeviceId DEVICE = new DeviceId("device-1");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MEDIA = "some media, somewhat longer".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final KeyPair device = pair("EC");
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("samples.bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "Ed25519"})
    void open_whatWasWritten_givesItBack(String algorithm) throws Exception {
        KeyPair pair = pair(algorithm);
        write(pair);

        BundleFile bundle = BundleFile.open(file, signedBy(pair));

        assertThat(bundle.index().device()).isEqualTo(DEVICE);
        assertThat(bundle.index().at()).isEqualTo(NOW);
        assertThat(bundle.index().parts())
                .containsExactly(
                        new Part(Content.MESSAGE, Sha256.of(MESSAGE), MESSAGE.length),
                        new Part(Content.MEDIA, Sha256.of(MEDIA), MEDIA.length));
        assertThat(bundle.bytes(0, 100)).isEqualTo(MESSAGE);
        try (InputStream content = bundle.content(1)) {
            assertThat(content.readAllBytes()).isEqualTo(MEDIA);
        }
    }

    @Test
    void open_withABitFlippedAnywhere_isRefused() throws Exception {
        write(device);
        byte[] good = Files.readAllBytes(file);
        Trust trust = signedBy(device);

        for (int at = 0; at < good.length; at += 7) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            int flipped = at;
            // Only the last character of a text in Base64 has bits of no meaning.
            assertThat(isRefusedOrTheSame(trust)).as("byte %d flipped", flipped).isTrue();
        }
    }

    private boolean isRefusedOrTheSame(Trust trust) throws IOException {
        try {
            BundleFile bundle = BundleFile.open(file, trust);
            return Arrays.equals(bundle.bytes(0, 100), MESSAGE) && Arrays.equals(bundle.bytes(1, 100), MEDIA);
        } catch (BundleException _) {
            return true;
        }
    }

    @Test
    void open_cutOffAnywhere_isRefused() throws Exception {
        write(device);
        byte[] good = Files.readAllBytes(file);

        for (int length = 0; length < good.length; length += 7) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> BundleFile.open(file, signedBy(device)))
                    .as("cut off after %d bytes", length)
                    .isInstanceOf(BundleException.class);
        }
    }

    @Test
    void open_withMoreThanItsIndexTells_isRefused() throws Exception {
        write(device);
        byte[] good = Files.readAllBytes(file);
        byte[] longer = new byte[good.length + 5];
        System.arraycopy(good, 0, longer, 0, BundleWriter.MAGIC.length);
        System.arraycopy(
                good,
                BundleWriter.MAGIC.length,
                longer,
                BundleWriter.MAGIC.length + 5,
                good.length - BundleWriter.MAGIC.length);
        Files.write(file, longer);

        assertRefused("does not have the size that its index tells");
    }

    @Test
    void open_signedByAnother_isRefused() throws Exception {
        write(pair("EC"));

        assertRefused("signed by nobody to be trusted with bundles of device device-1");
    }

    @Test
    void open_sizesThatOverflow_areRefused() throws Exception {
        Part huge = new Part(Content.MEDIA, Sha256.of(MEDIA), Long.MAX_VALUE);
        var index = new BundleIndex(Purpose.SAMPLES, DEVICE, NOW, List.of(huge, huge));
        Envelope signed = EnvelopeSignature.sign(
                BundleIndex.PAYLOAD_TYPE, Bytes.wrap(index.encode()), "device-1", device.getPrivate());
        var content = new ByteArrayOutputStream();
        content.writeBytes(BundleWriter.MAGIC);
        content.writeBytes(signed.encode());
        content.writeBytes(
                ByteBuffer.allocate(Long.BYTES).putLong(signed.encode().length).array());
        Files.write(file, content.toByteArray());

        assertRefused("is damaged");
    }

    @Test
    void require_anotherDeviceOrPurpose_isRefusedByName() throws Exception {
        write(device);
        BundleFile bundle = BundleFile.open(file, signedBy(device));

        assertThat(bundle.require(Purpose.SAMPLES, DEVICE)).isSameAs(bundle);
        assertThatThrownBy(() -> bundle.require(Purpose.SAMPLES, new DeviceId("device-2")))
                .hasMessage("is of device device-1, not of device-2");
        assertThatThrownBy(() -> bundle.require(Purpose.RECEIPTS, DEVICE)).hasMessage("brings samples, not receipts");
        assertThatThrownBy(() -> bundle.bytes(0, 3)).hasMessage("holds a message of more than 3 bytes");
    }

    @Test
    void close_unfinished_leavesNothingBehind_andWhatWasThereAsItWas() throws Exception {
        Files.writeString(file, "from before");
        try (var bundle = new BundleWriter(file)) {
            bundle.add(Content.MESSAGE, MESSAGE);
        }

        assertThat(file).hasContent("from before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> BundleFile.open(file, signedBy(device)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(why);
    }

    private void write(KeyPair pair) throws IOException, InvalidKeyException {
        try (var bundle = new BundleWriter(file)) {
            bundle.add(Content.MESSAGE, MESSAGE);
            bundle.add(Content.MEDIA, MEDIA);
            bundle.finish(Purpose.SAMPLES, DEVICE, NOW, DEVICE.value(), pair.getPrivate());
        }
    }

    private static Trust signedBy(KeyPair pair) {
        return (envelope, of) -> {
            try {
                return of.equals(DEVICE) && EnvelopeSignature.isBy(pair.getPublic(), envelope);
            } catch (InvalidKeyException e) {
                throw new AssertionError(e);
            }
        };
    }

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
