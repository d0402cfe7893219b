package io.fieldloop.hub.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSamples;
import io.fieldloop.hub.datasets.Split.Side;
import io.fieldloop.hub.labelling.TestLabels;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class SnapshotsTest {
    private static final Split HALF = new Split(7, new BigDecimal("0.5"));

    private final Jdbi jdbi;
    private final Snapshots snapshots;
    private final Datasets datasets;
    private final TestSamples samples;
    private final TestLabels labels;
    private final ModelName model = new ModelName(TestHub.name("frozen"));
    private final String dataset = TestHub.name("dataset");

    SnapshotsTest(TestHub hub) {
        jdbi = hub.part(Jdbi.class);
        snapshots = hub.part(Snapshots.class);
        datasets = hub.part(Datasets.class);
        samples = new TestSamples(jdbi);
        labels = new TestLabels(hub);
    }

    @BeforeEach
    void makeDataset() {
        samples.putBrief(model, List.of("bag", "boot"));
        datasets.put(dataset, model, "for tests", "tester");
    }

    @Test
    void snapshot_takenAgain_isTheSameOne() {
        images("bag", 5);

        assertThat(snapshots.take(dataset, HALF, "tester")).isEqualTo(snapshots.take(dataset, HALF, "tester"));
    }

    @Test
    void snapshot_ofMoreItemsOrAnotherSeed_isAnotherOne() {
        images("bag", 5);
        Snapshot first = snapshots.take(dataset, HALF, "tester");

        assertThat(snapshots
                        .take(dataset, new Split(8, HALF.testShare()), "tester")
                        .id())
                .isNotEqualTo(first.id());
        images("boot", 1);
        assertThat(snapshots.take(dataset, HALF, "tester").id()).isNotEqualTo(first.id());
        assertThat(snapshots.require(new Sha256(first.id())))
                .as("the first one stays as it was")
                .isEqualTo(first);
    }

    @Test
    void snapshot_holdsOutUnbiasedItemsOnly_andNoImageOnBothSides() {
        images("bag", 200);
        fieldImages("random", "boot", 100);
        fieldImages("low-confidence", "bag", 100);

        Snapshot snapshot = snapshots.take(dataset, HALF, "tester");
        List<SnapshotItem> items = snapshots.items(new Sha256(snapshot.id()), Optional.empty(), 1_000);

        assertThat(snapshot.size()).isEqualTo(400);
        assertThat(snapshot.classes()).containsEntry("bag", 300).containsEntry("boot", 100);
        assertThat(items).extracting(SnapshotItem::media).doesNotHaveDuplicates();
        assertThat(items.stream().filter(i -> i.side() == Side.TEST && i.origin() == Origin.LAB))
                .hasSizeBetween(70, 130);
        assertThat(items.stream().filter(i -> i.side() == Side.TEST && i.origin() == Origin.FIELD))
                .hasSizeBetween(30, 70)
                .allMatch(i -> i.className().equals("boot"));
        var walked = new ArrayList<SnapshotItem>();
        snapshots.forEach(new Sha256(snapshot.id()), Side.TRAIN, walked::add);
        snapshots.forEach(new Sha256(snapshot.id()), Side.TEST, walked::add);
        assertThat(new HashSet<>(walked)).isEqualTo(new HashSet<>(items));
    }

    @Test
    void image_thatPeopleDoNotAgreeOn_isLeftOutAndNamed() {
        images("bag", 3);
        Sha256 media = media();
        labels.label(samples.insert(model, media, "random", 0.5), "bag");
        labels.label(samples.insert(model, media, "random", 0.4), "boot");

        Snapshot snapshot = snapshots.take(dataset, HALF, "tester");

        assertThat(snapshot.size()).isEqualTo(3);
        assertThat(snapshot.refused())
                .containsExactly(new Snapshot.Refusal(media.hex(), "labelled as bag and as boot"));
    }

    @Test
    void image_fromLabAndField_isOneFieldItem() {
        Sha256 media = media();
        image(media, "bag");
        labels.label(samples.insert(model, media, "low-confidence", 0.5), "bag");

        Snapshot snapshot = snapshots.take(dataset, HALF, "tester");

        assertThat(snapshot.parts()).containsExactly(new Snapshot.Part("field", "train", 1));
    }

    @Test
    void snapshot_ofNothing_isRefused() {
        assertThatThrownBy(() -> snapshots.take(dataset, HALF, "tester"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has no item yet");
    }

    private void images(String className, int count) {
        for (int i = 0; i < count; i++) {
            image(media(), className);
        }
    }

    private void image(Sha256 media, String className) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "INSERT INTO dataset_image VALUES (:dataset, :media, :class, 'test.png', now())")
                .bind("dataset", dataset)
                .bind("media", media)
                .bind("class", className)
                .execute());
    }

    private void fieldImages(String rule, String className, int count) {
        for (int i = 0; i < count; i++) {
            labels.label(samples.insert(model, media(), rule, 0.5), className);
        }
    }

    private static Sha256 media() {
        return Sha256.of(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
    }
}
