package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.Captured;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.config.AgentConfig;
import io.fieldloop.agent.identity.Enrolment;
import io.fieldloop.agent.identity.EnrolmentToken;
import io.fieldloop.agent.identity.Identity;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.agent.testing.TestAuthority;
import io.fieldloop.agent.testing.TestHubServer;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.bundle.BundleFile;
import io.fieldloop.models.bundle.BundleIndex.Purpose;
import io.fieldloop.models.bundle.BundleWriter;
import io.fieldloop.models.bundle.Part.Content;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.LedgerReport.Account;
import io.fieldloop.protocol.message.Offer;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that never reaches its hub, except by what somebody carries. */
final class BundleCommandTest {
    private static final DeviceId DEVICE = new DeviceId("device-1");
    private static final StreamName LINE = new StreamName("line");
    private static final TestPackage PACKAGE = TestPackage.of(3);
    private static final int LARGE_BYTES = 600_000;
    private static final int MOST_BYTES = 1 << 20;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path data;
    private Path file;
    private TestHubServer server;

    @BeforeEach
    void enrol() throws Exception {
        data = folder.resolve("data");
        file = folder.resolve("the.bundle");
        server = new TestHubServer(new TestAuthority(), 1);
        new Enrolment(server.address(), EnrolmentToken.of(server.token()), data).enrol(false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void samples_areExported_andWaitOn_untilReceiptsAreImported() throws Exception {
        long epoch;
        try (Outbox outbox = outbox()) {
            outbox.append(LINE, List.of(sample(100), sample(LARGE_BYTES), sample(100), sample(100)));
            epoch = outbox.ledger().epoch();
        }

        assertThat(execute("export-bundle")).isZero();
        assertThat(sequences()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(account()).isEqualTo(new Account(LINE, 4, 0, 4, Map.of()));
        write(Purpose.RECEIPTS, DEVICE, new Receipts(epoch, LINE, List.of(new SequenceRange(1, 3))));
        assertThat(execute("import-bundle")).isZero();
        assertThat(account()).isEqualTo(new Account(LINE, 4, 3, 1, Map.of()));
        assertThat(execute("import-bundle")).isZero();
        assertThat(account()).isEqualTo(new Account(LINE, 4, 3, 1, Map.of()));

        assertThat(execute("export-bundle")).isZero();
        assertThat(sequences()).containsExactly(4L);
    }

    @Test
    void agent_thatRuns_keepsItsSamplesToItself() throws Exception {
        try (DataFolder _ = DataFolder.claim(data)) {
            assertThat(execute("export-bundle")).isEqualTo(1);
            assertComplaint("another agent is at work");
        }
    }

    @Test
    void bundle_thatIsNotToBeTrusted_isRefused_andChangesNothing() throws Exception {
        Receipts receipts;
        try (Outbox outbox = outbox()) {
            outbox.append(LINE, sample(100));
            receipts = new Receipts(outbox.ledger().epoch(), LINE, List.of(new SequenceRange(1, 1)));
        }

        write(Purpose.RECEIPTS, new DeviceId("device-2"), receipts);
        assertRefused("is of device device-2, not of device-1");
        write(Purpose.RECEIPTS, DEVICE, Identity.load(data).key(), receipts);
        assertRefused("is signed by nobody to be trusted");
        write(Purpose.SAMPLES, DEVICE, receipts);
        assertRefused("brings samples, not desired");
        write(Purpose.RECEIPTS, DEVICE, receipts, desired(1));
        assertRefused("holds something else than receipts");
        write(Purpose.RECEIPTS, DEVICE, receipts);
        byte[] content = Files.readAllBytes(file);
        content[25]++;
        Files.write(file, content);
        assertRefused("is damaged");

        assertThat(account()).isEqualTo(new Account(LINE, 1, 0, 1, Map.of()));
    }

    @Test
    void package_thatWasCarried_isTriedAndServes_withoutAnyHub() throws Exception {
        writeDesired(7, true);
        assertThat(execute("import-bundle")).isZero();
        Path images = Files.createDirectories(folder.resolve("images"));
        AgentConfig config = AgentConfig.read(Files.writeString(
                folder.resolve("agent.yaml"), """
                streams:
                  - name: line
                    model: light
                    source: {folder: %s, every: 1ms, after: delete}
                    sinks:
                      - {file: %s}
                soak: {inferences: 5, at-most: 2s}
                """.formatted(images, folder.resolve("predictions.jsonl"))));

        try (AgentApplication _ = AgentApplication.start(config, Identity.load(data), data, Parts.ofDevice())) {
            for (int i = 0; i < 10; i++) {
                Path part = Files.write(
                        folder.resolve("part"),
                        ImageWriter.png(TestPackage.image(255)).toArray());
                Files.move(part, images.resolve(i + ".png"), StandardCopyOption.ATOMIC_MOVE);
            }
            Wait.until("it answers", () -> lines() == 10);
        }
    }

    @Test
    void desired_olderThanWhatIsKnown_orWithoutItsPackage_isRefused() throws Exception {
        writeDesired(7, true);
        assertThat(execute("import-bundle")).isZero();
        assertThat(execute("import-bundle")).as("the same once more").isZero();

        writeDesired(6, true);
        assertRefused("is outdated: it brings revision 6, and this device knows 7");
        writeDesired(8, false);
        assertRefused("lacks the package of light@3");

        try (DataFolder claimed = DataFolder.claim(data)) {
            assertThat(new LastDesired(claimed.desired()).toFollow()).hasValue(desired(7));
        }
    }

    @Test
    void desired_thatTheHubSaid_isNotTakenBackByAnOlderBundle_norFollowedAgain() throws Exception {
        Path last = DataFolder.desired(data);
        new LastDesired(last).heard(desired(9));

        writeDesired(8, true);
        assertRefused("is outdated");

        assertThat(new LastDesired(last).toFollow()).isEmpty();
        Files.writeString(last, "c no message");
        assertThat(new LastDesired(last).toFollow()).as("what makes no sense").isEmpty();
    }

    private void writeDesired(long revision, boolean isWhole) throws Exception {
        try (var bundle = new BundleWriter(file)) {
            bundle.add(Content.MESSAGE, Wire.encode(desired(revision)));
            if (isWhole) {
                bundle.add(Content.MANIFEST, PACKAGE.signed().envelope().toArray());
                for (byte[] content : PACKAGE.files().values()) {
                    bundle.add(Content.FILE, content);
                }
            }
            bundle.finish(Purpose.DESIRED, DEVICE, Instant.EPOCH, "test", TestPackage.privateKey());
        }
    }

    private static DesiredState desired(long revision) {
        var offer =
                new Offer(new RolloutId(new UUID(1, 3)), 1, PACKAGE.manifest().model(), PACKAGE.id());
        return new DesiredState(revision, List.of(offer));
    }

    private void write(Purpose purpose, DeviceId device, HubMessage... messages) throws Exception {
        write(purpose, device, TestPackage.privateKey(), messages);
    }

    private void write(Purpose purpose, DeviceId device, PrivateKey key, HubMessage... messages) throws Exception {
        try (var bundle = new BundleWriter(file)) {
            for (HubMessage message : messages) {
                bundle.add(Content.MESSAGE, Wire.encode(message));
            }
            bundle.finish(purpose, device, Instant.EPOCH, "test", key);
        }
    }

    /** Of the samples in the exported bundle, whose media have to be in it too. */
    private List<Long> sequences() throws Exception {
        BundleFile bundle = BundleFile.open(file, (_, device) -> device.equals(DEVICE));
        List<Long> sequences = new ArrayList<>();
        List<Sha256> media = new ArrayList<>();
        for (int part = 0; part < bundle.index().parts().size(); part++) {
            if (bundle.index().parts().get(part).content() == Content.MEDIA) {
                media.add(bundle.index().parts().get(part).digest());
            } else {
                var batch = (SampleBatch) Wire.decodeDeviceMessage(bundle.bytes(part, MOST_BYTES));
                for (Sample sample : batch.samples()) {
                    sequences.add(sample.sequence());
                    sample.upload().ifPresent(upload -> assertThat(media).contains(upload.digest()));
                }
            }
        }
        return sequences;
    }

    private Account account() throws IOException {
        try (Outbox outbox = outbox()) {
            return outbox.ledger().streams().getFirst();
        }
    }

    private Outbox outbox() throws IOException {
        return Outbox.open(data.resolve("outbox.db"), new Bounds(1L << 30, 0), new Random());
    }

    private static Captured sample(int mediaBytes) {
        return new Captured(
                Instant.EPOCH,
                Optional.empty(),
                "image/png",
                Bytes.wrap(new byte[mediaBytes]),
                PACKAGE.manifest().model(),
                new Classified(List.of()),
                List.of("random"),
                0.5);
    }

    private long lines() {
        try {
            Path predictions = folder.resolve("predictions.jsonl");
            return Files.exists(predictions) ? Files.readAllLines(predictions).size() : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(String why) {
        assertThat(execute("import-bundle")).isEqualTo(1);
        assertComplaint("the bundle " + why);
    }

    private void assertComplaint(String why) {
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("fieldloop agent: " + why);
        err.reset();
    }

    private int execute(String command) {
        return new AgentCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute(List.of(command, file.toString(), "--data", data.toString()));
    }
}
