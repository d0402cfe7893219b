package io.fieldloop.hub.retention;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.samples.Captured;
import io.fieldloop.hub.samples.Samples;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Sample;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** A device of its own with samples of a stream of its own. */
final class TestRetention {
    final DeviceId device = new DeviceId(TestHub.name("camera"));
    final StreamName stream = new StreamName(TestHub.name("line"));

    private final TestHub hub;
    private final Jdbi jdbi;

    TestRetention(TestHub hub) throws Exception {
        this.hub = hub;
        this.jdbi = hub.part(Jdbi.class);
        TestDevice.enrolled(hub, device.value()).close();
    }

    /** Stores samples as ingestion does; gives how many were not there before. */
    int store(Sample... samples) {
        List<Captured> captured =
                Stream.of(samples).map(s -> new Captured(device, 1, stream, s)).toList();
        return jdbi.inTransaction(transaction -> hub.part(Samples.class).store(transaction, captured));
    }

    /** The sequences of the samples that are there, ascending. */
    List<Long> sequences() throws Exception {
        return listed().stream().map(s -> s.number("sequence")).sorted().toList();
    }

    String id(long sequence) throws Exception {
        return listed().stream()
                .filter(s -> s.number("sequence") == sequence)
                .findFirst()
                .orElseThrow()
                .text("id");
    }

    private List<Json> listed() throws Exception {
        return hub.json(hub.get("/api/v1/samples?device=" + device)).list("items");
    }

    /** How many samples of the device the hub has counted. */
    long counted() {
        return number("SELECT sum(stored) FROM ledger WHERE device_id = ?", device.value());
    }

    long number(String query, Object... values) {
        return jdbi.withHandle(
                handle -> handle.select(query, values).mapTo(Long.class).one());
    }

    void change(String statement, Object... values) {
        jdbi.useHandle(handle -> handle.execute(statement, values));
    }

    /** The audit entries of actions that begin so and whose subject contains a text. */
    List<String> audited(String action, String subject) throws Exception {
        return hub.json(hub.get("/api/v1/audit?limit=500")).list("items").stream()
                .filter(entry -> entry.text("action").startsWith(action)
                        && entry.text("subject").contains(subject))
                .map(entry -> entry.text("subject"))
                .toList();
    }
}
