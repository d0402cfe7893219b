package io.fieldloop.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageStoreTest {
    private static final ModelName FASHION = new ModelName("fashion");
    private static final ModelName PEOPLE = new ModelName("people");
    private static final Sha256 ONE = Sha256.of(new byte[] {1});
    private static final Sha256 TWO = Sha256.of(new byte[] {2});

    @TempDir
    Path folder;

    private PackageStore store;

    @BeforeEach
    void open() throws IOException {
        store = new PackageStore(folder, 0);
    }

    @Test
    void begin_again_findsWhatWasFetched() throws IOException {
        Files.writeString(store.begin(ONE).resolve("a.part"), "so far");
        assertThat(new PackageStore(folder, 0).begin(ONE).resolve("a.part")).hasContent("so far");
        assertThat(store.find(ONE)).isEmpty();
    }

    @Test
    void complete_package_isFoundUnderItsDigest() throws IOException {
        Files.writeString(store.begin(ONE).resolve("a"), "all");
        Path complete = store.complete(ONE);
        assertThat(store.find(ONE)).hasValue(complete);
        assertThat(complete.resolve("a")).hasContent("all");
        assertThat(folder.toFile().list()).containsExactly(ONE.hex());
        assertThat(store.complete(ONE)).isEqualTo(complete);
    }

    @Test
    void sweep_removesWhatNobodyClaims() throws IOException {
        Sha256 three = Sha256.of(new byte[] {3});
        for (Sha256 manifest : new Sha256[] {ONE, TWO, three}) {
            Files.writeString(store.begin(manifest).resolve("a"), "x");
        }
        store.complete(ONE);
        store.complete(TWO);
        Files.writeString(folder.resolve("not-ours"), "x");
        store.claim(FASHION, Set.of(ONE));
        store.claim(PEOPLE, Set.of(three));
        store.sweep();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(ONE.hex(), three.hex() + ".incoming", "not-ours");
        store.claim(PEOPLE, Set.of());
        store.sweep();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(ONE.hex(), "not-ours");
    }

    @Test
    void sweep_earlierSweepWasCutOff_finishesIt() throws IOException {
        Files.writeString(store.begin(ONE).resolve("half"), "x");
        Files.createDirectory(folder.resolve(ONE.hex()));
        Files.writeString(folder.resolve(ONE.hex()).resolve("whole"), "x");
        store.sweep();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void sweep_oneCannotBeRemoved_removesTheOthersAndSaysSo() throws IOException {
        Files.createDirectories(store.begin(ONE).resolve("folder/in/it"));
        store.begin(TWO);
        assertThatThrownBy(store::sweep).hasMessageContaining("could not be removed");
        assertThat(folder.toFile().list()).containsExactly(ONE.hex() + ".incoming");
    }

    @Test
    void requireSpace_moreThanThereIs_isFull() throws IOException {
        store.requireSpace(1);
        assertThatThrownBy(() -> store.requireSpace(Long.MAX_VALUE / 2))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.isFull()).isTrue())
                .hasMessageContaining("needs " + Long.MAX_VALUE / 2 + " bytes");
        assertThatThrownBy(() -> new PackageStore(folder, Long.MAX_VALUE / 2).requireSpace(1))
                .hasMessageContaining("must stay free");
    }

    @Test
    void active_afterActivate_isKept() throws IOException {
        assertThat(store.active(FASHION)).isEmpty();
        store.activate(FASHION, ONE);
        store.activate(FASHION, TWO);
        assertThat(new PackageStore(folder, 0).active(FASHION)).hasValue(TWO);
        assertThat(store.active(PEOPLE)).isEmpty();
    }

    @Test
    void active_noteMakesNoSense_isEmpty() throws IOException {
        Files.writeString(folder.resolve("fashion.active"), "../../etc/passwd");
        assertThat(store.active(FASHION)).isEmpty();
    }

    @Test
    void storageException_deviceIsFull_saysSo() {
        assertThat(StorageException.failed("x", new IOException("No space left on device"))
                        .isFull())
                .isTrue();
        assertThat(StorageException.failed("x", new IOException("Read-only file system"))
                        .isFull())
                .isFalse();
    }
}
