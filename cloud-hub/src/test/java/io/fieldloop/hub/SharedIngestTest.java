package io.fieldloop.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.database.DatabaseAddress;
import io.fieldloop.hub.database.PostgresServer;
import io.fieldloop.hub.ingest.Ingest;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.topic.Topics;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at one broker and one database, none of which is the hub's own. */
class SharedIngestTest {
    private static final StreamName LINE = new StreamName("line");
    private static final int SAMPLES_A_MESSAGE = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit gives it
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Mosquitto mosquitto;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static PostgresServer postgres;

    @BeforeAll
    static void startWhatIsShared() throws Exception {
        assertThat(HubApplication.run(
                        "issue",
                        "--data",
                        folder.resolve("hub").toString(),
                        "--out",
                        keys().toString(),
                        "--host",
                        "127.0.0.1",
                        "hub.broker",
                        "helper.ingest",
                        "helper.channel"))
                .isZero();
        mosquitto = Mosquitto.start(folder.resolve("mosquitto"), keys(), freePort());
        postgres = PostgresServer.start(folder.resolve("postgres"), freePort());
    }

    @AfterAll
    static void stopWhatIsShared() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    private static Path keys() {
        return folder.resolve("keys");
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static TestHub hub() throws Exception {
        return TestHub.start(new HubOptions(
                folder.resolve("hub"),
                "127.0.0.1",
                0,
                0,
                0,
                0,
                Optional.of(new BrokerPlace("127.0.0.1", mosquitto.port())),
                Optional.of(postgres.address())));
    }

    private static HubProcess helper() throws Exception {
        DatabaseAddress database = postgres.address();
        return HubProcess.start(
                List.of(
                        "ingest",
                        "--name",
                        "helper",
                        "--data",
                        folder.resolve("helper").toString(),
                        "--keys",
                        keys().toString(),
                        "--broker",
                        "127.0.0.1:" + mosquitto.port(),
                        "--database",
                        database.url(),
                        "--database-user",
                        database.user()),
                "INGEST READY helper",
                Map.of(DatabaseAddress.PASSWORD_VARIABLE, database.password()));
    }

    @Test
    void samplesOfOneStream_whenOneOfTwoProcessesIsKilled_areStoredOnceEach() throws Exception {
        try (TestHub hub = hub();
                HubProcess killed = helper();
                TestDevice device =
                        TestDevice.enrolled(hub, TestHub.name("camera")).connect()) {
            var sending = new FutureTask<>(() -> sendUntilReceipted(device, 1, 4_000));
            Thread.ofVirtual().start(sending);
            Await.until("some are stored", () -> stored(hub, device) > 500);
            killed.kill();
            sending.get();
            assertThat(stored(hub, device)).isEqualTo(4_000);

            try (HubProcess _ = helper()) {
                hub.part(Ingest.class).close();
                sendUntilReceipted(device, 4_001, 4_100);
            }
            assertThat(sequences(hub, device)).hasSize(4_100).doesNotHaveDuplicates();
        }
    }

    @Test
    void samplesThatTheBrokerAcknowledgedAndLost_areSentAgain() throws Exception {
        String name = TestHub.name("camera");
        TestDevice device;
        try (TestHub hub = hub()) {
            device = TestDevice.enrolled(hub, name).connect();
        }
        try (device) {
            assertThat(device.publish(Topics.samples(device.id(), LINE), new byte[0]))
                    .as("acknowledged while the hub is down")
                    .isZero();
            send(device, new TreeSet<>(LongStream.rangeClosed(1, 200).boxed().toList()));
            mosquitto.kill();
            mosquitto.startAgain();
            try (TestHub hub = hub()) {
                device.connect();
                sendUntilReceipted(device, 101, 300);
                assertThat(sequences(hub, device))
                        .as("what nobody sends again was lost with the broker")
                        .hasSize(200)
                        .doesNotHaveDuplicates();
                sendUntilReceipted(device, 1, 100);
                assertThat(sequences(hub, device)).hasSize(300).doesNotHaveDuplicates();
                assertThat(stored(hub, device)).isEqualTo(300);
            }
        }
    }

    /** As an outbox does: what has no receipt is sent again and again. */
    private static boolean sendUntilReceipted(TestDevice device, long first, long last) throws Exception {
        var open = new TreeSet<>(LongStream.rangeClosed(first, last).boxed().toList());
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!open.isEmpty()) {
            assertThat(System.nanoTime()).as("%d have no receipt", open.size()).isLessThan(deadline);
            send(device, open);
            Optional<Receipts> receipts = device.hearReceiptsIfAny();
            while (receipts.isPresent()) {
                for (SequenceRange range : receipts.get().ranges()) {
                    open.subSet(range.first(), true, range.last(), true).clear();
                }
                receipts = device.hearReceiptsIfAny();
            }
        }
        return true;
    }

    private static void send(TestDevice device, NavigableSet<Long> sequences) throws Exception {
        List<Sample> samples = sequences.stream()
                .map(n -> TestSampleBatches.of(1, LINE, n, 1).samples().getFirst())
                .toList();
        for (int at = 0; at < samples.size(); at += SAMPLES_A_MESSAGE) {
            List<Sample> together = samples.subList(at, Math.min(at + SAMPLES_A_MESSAGE, samples.size()));
            device.say(Topics.samples(device.id(), LINE), new SampleBatch(1, LINE, together));
        }
    }

    private static long stored(TestHub hub, TestDevice device) throws Exception {
        Json shown = hub.json(hub.get("/api/v1/devices/" + device.id()));
        return shown.isNull("ledger") ? 0 : shown.number("ledger/stored");
    }

    private static List<Long> sequences(TestHub hub, TestDevice device) throws Exception {
        return hub.part(Jdbi.class)
                .withHandle(handle -> handle.createQuery("SELECT sequence FROM sample WHERE device_id = :device")
                        .bind("device", device.id())
                        .mapTo(Long.class)
                        .list());
    }
}
