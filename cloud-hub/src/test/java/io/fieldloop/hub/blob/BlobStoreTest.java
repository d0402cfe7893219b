package io.fieldloop.hub.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class BlobStoreTest {
    private final BlobStore blobs;
    private final Jdbi jdbi;

    BlobStoreTest(TestHub hub) {
        this.blobs = hub.part(BlobStore.class);
        this.jdbi = hub.part(Jdbi.class);
    }

    @Test
    void content_thatWasPut_isThereUnderItsDigest() throws Exception {
        byte[] content = content("a large one");

        Sha256 name = blobs.put(new ByteArrayInputStream(content), 1_000);

        assertThat(name).isEqualTo(Sha256.of(content));
        assertThat(blobs.size(name)).hasValue(content.length);
        assertThat(Files.readAllBytes(blobs.path(name))).isEqualTo(content);
        try (var in = blobs.open(name)) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void content_beyondItsLimit_isRefusedAndNotKept() {
        byte[] content = content("too large");

        assertThatThrownBy(() -> blobs.put(new ByteArrayInputStream(content), content.length - 1))
                .isInstanceOf(ContentTooLargeException.class);

        assertThat(blobs.size(Sha256.of(content))).isEmpty();
    }

    @Test
    void smallContents_putTwiceAndInOneTransaction_areThereOnce() throws Exception {
        Bytes one = Bytes.wrap(content("one"));
        Bytes two = Bytes.wrap(content("two"));

        jdbi.useTransaction(transaction -> blobs.putAll(transaction, List.of(one, two, one)));
        jdbi.useTransaction(transaction -> blobs.putAll(transaction, List.of(two)));

        assertThat(blobs.size(one.sha256())).hasValue(one.size());
        assertThat(Files.readAllBytes(blobs.path(two.sha256()))).isEqualTo(two.toArray());
    }

    @Test
    void smallContents_ofATransactionThatWasRolledBack_areNotThere() {
        Bytes lost = Bytes.wrap(content("lost"));

        jdbi.useTransaction(transaction -> {
            blobs.putAll(transaction, List.of(lost));
            transaction.rollback();
        });

        assertThat(blobs.size(lost.sha256())).isEmpty();
    }

    @Test
    void content_thatWasNeverPut_isNotThere() {
        assertThatThrownBy(() -> blobs.open(Sha256.of(content("never")))).isInstanceOf(NoSuchFileException.class);
    }

    private static byte[] content(String text) {
        return TestHub.name(text).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void looseContent_isRemoved_unlessARowNamesIt() throws Exception {
        Bytes loose = Bytes.wrap(content("loose"));
        jdbi.useTransaction(transaction -> blobs.putAll(transaction, List.of(loose)));
        jdbi.useTransaction(transaction -> blobs.loosen(transaction, List.of(loose.sha256(), loose.sha256())));

        removeAllLoose();

        assertThat(blobs.size(loose.sha256())).isEmpty();
    }

    @Test
    void looseContent_thatIsStoredAgainMeanwhile_stays() throws Exception {
        Bytes content = Bytes.wrap(content("stored again"));
        jdbi.useTransaction(transaction -> blobs.putAll(transaction, List.of(content)));
        jdbi.useTransaction(transaction -> blobs.loosen(transaction, List.of(content.sha256())));
        try (Handle storing = jdbi.open()) { // not that of this thread
            storing.begin();
            blobs.putAll(storing, List.of(content));

            removeAllLoose();

            storing.commit();
        }
        assertThat(blobs.size(content.sha256())).isPresent();
    }

    @Test
    void looseFile_goesOnceNobodyUsesItForAnHour() throws Exception {
        byte[] content = content("a loose file");
        Sha256 name = blobs.put(new ByteArrayInputStream(content), 1_000);
        jdbi.useTransaction(transaction -> blobs.loosen(transaction, List.of(name)));
        removeAllLoose();
        assertThat(blobs.size(name)).as("it may be about to be named").isPresent();

        Files.setLastModifiedTime(blobs.path(name), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        removeAllLoose();

        assertThat(blobs.size(name)).isEmpty();
    }

    private void removeAllLoose() throws IOException {
        int removed;
        do {
            removed = blobs.removeLoose();
        } while (removed > 0);
    }
}
