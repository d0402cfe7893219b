package io.fieldloop.models.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageFolderTest {
    private static final Manifest MANIFEST = TestManifests.classifier();
    private static final byte[] JSON = ManifestJson.write(MANIFEST);
    private static final Sha256 IDENTITY = Sha256.of(JSON);

    @TempDir
    Path folder;

    private KeyPair hub;
    private TrustedKeys trusted;

    @BeforeEach
    void downloadedPackage() throws Exception {
        hub = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        trusted = new TrustedKeys(Map.of("hub", hub.getPublic()));
        writeManifest(JSON);
        for (byte[] content : new byte[][] {TestManifests.MODEL, TestManifests.SMALL_MODEL, TestManifests.IMAGE}) {
            Files.write(path(content), content);
        }
    }

    @Test
    void package_asItWasSigned_isOpened() throws Exception {
        LocalPackage opened = PackageFolder.open(folder, IDENTITY, trusted);

        assertThat(opened.manifest()).isEqualTo(MANIFEST);
        assertThat(opened.file(MANIFEST.variants().getLast().file())).hasBinaryContent(TestManifests.MODEL);
    }

    @Test
    void changedByteInAModel_isRefused() throws IOException {
        Files.write(path(TestManifests.MODEL), new byte[] {1, 2, 3, 5});

        assertRefused(FailureCode.CONTENT_MISMATCH, "has SHA-256");
    }

    @Test
    void changedGolden_isRefused() throws IOException {
        Files.write(path(TestManifests.IMAGE), new byte[] {8});

        assertRefused(FailureCode.CONTENT_MISMATCH, "has SHA-256");
    }

    @Test
    void modelThatIsCutOffOrTooLong_isRefused() throws IOException {
        Files.write(path(TestManifests.MODEL), new byte[] {1, 2, 3});
        assertRefused(FailureCode.CONTENT_MISMATCH, "has 3 bytes instead of 4");

        Files.write(path(TestManifests.MODEL), new byte[] {1, 2, 3, 4, 5});
        assertRefused(FailureCode.CONTENT_MISMATCH, "has 5 bytes instead of 4");
    }

    @Test
    void whatWasVerifiedBefore_opensByItsIdentity_andIsRefusedWhenAnythingChanged() throws Exception {
        assertThat(PackageFolder.open(folder, IDENTITY).manifest())
                .isEqualTo(PackageFolder.open(folder, IDENTITY, trusted).manifest());

        byte[] changed = TestManifests.MODEL.clone();
        changed[0]++;
        Files.write(path(TestManifests.MODEL), changed);
        assertChanged(FailureCode.CONTENT_MISMATCH);

        writeManifest(ManifestJson.write(TestManifests.detector()));
        assertChanged(FailureCode.MANIFEST_FOREIGN);
    }

    private void assertChanged(FailureCode code) {
        assertThatThrownBy(() -> PackageFolder.open(folder, IDENTITY))
                .isInstanceOfSatisfying(
                        PackageException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void missingFile_isTold() throws IOException {
        Files.delete(path(TestManifests.MODEL));

        assertThatThrownBy(() -> PackageFolder.open(folder, IDENTITY, trusted))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(Sha256.of(TestManifests.MODEL).hex());
    }

    @Test
    void linkInsteadOfAFile_isNotFollowed() throws IOException {
        Path elsewhere = Files.write(folder.resolve("elsewhere"), TestManifests.MODEL);
        Files.delete(path(TestManifests.MODEL));
        Files.createSymbolicLink(path(TestManifests.MODEL), elsewhere);

        assertThatThrownBy(() -> PackageFolder.open(folder, IDENTITY, trusted)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void anotherPackageOfTheSameHub_isRefused() throws IOException {
        writeManifest(ManifestJson.write(TestManifests.detector()));

        assertRefused(FailureCode.MANIFEST_FOREIGN, "not " + IDENTITY);
    }

    @Test
    void signedBytesThatAreNoManifest_areRefused() throws IOException {
        byte[] nonsense = "{\"schema\":1}".getBytes(StandardCharsets.UTF_8);
        writeManifest(nonsense);

        assertThatThrownBy(() -> PackageFolder.open(folder, Sha256.of(nonsense), trusted))
                .isInstanceOfSatisfying(
                        PackageException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.MANIFEST_INVALID));
    }

    @Test
    void manifestWithoutEnd_isNotReadToItsEnd() throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(SignedManifest.FILE_NAME))) {
            for (int i = 0; i < 8; i++) {
                out.write(new byte[1 << 20]);
            }
        }

        assertRefused(FailureCode.SIGNATURE_INVALID, "4194305 bytes; at most 4194304 are read");
    }

    private void writeManifest(byte[] json) throws IOException {
        Files.write(
                folder.resolve(SignedManifest.FILE_NAME),
                new ManifestSigner(hub.getPrivate(), "hub")
                        .sign(json)
                        .envelope()
                        .toArray());
    }

    private Path path(byte[] content) {
        return folder.resolve(Sha256.of(content).hex());
    }

    private void assertRefused(FailureCode code, String message) {
        assertThatThrownBy(() -> PackageFolder.open(folder, IDENTITY, trusted))
                .isInstanceOfSatisfying(
                        PackageException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
