package io.fieldloop.hub.samples;

import io.fieldloop.hub.database.BytesArray;
import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.devices.LedgerCount;
import io.fieldloop.hub.samples.UnheardBoots.Boot;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.Uptime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Inserts any number of samples by one statement, a column of values at a time. */
final class SampleInsert {
    private static final String STATEMENT = """
            INSERT INTO sample (id, device_id, epoch, stream, sequence, captured_at, clock_said, boot, up_millis,
                time_is_sure, received_at, media_type, media, size_bytes, model, version, prediction, class, confidence,
                rules, value)
            SELECT id, device, epoch, stream, sequence,
                least(coalesce(started_at + up * interval '1 millisecond', to_timestamp(clock / 1000.0)), :now),
                to_timestamp(clock / 1000.0), new.boot, up, started_at IS NOT NULL, :now, type, media, size, model,
                version, prediction::jsonb, class, confidence, ARRAY(SELECT jsonb_array_elements_text(rules::jsonb)), value
            FROM unnest(:ids, :devices, :epochs, :streams, :sequences, :clocks, :boots, :ups, :types, :media, :sizes,
                    :models, :versions, :predictions, :classes, :confidences, :rules, :values)
                AS new (id, device, epoch, stream, sequence, clock, boot, up, type, media, size,
                    model, version, prediction, class, confidence, rules, value)
                LEFT JOIN device_boot ON device_id = device AND device_boot.boot = new.boot
            ON CONFLICT (device_id, epoch, stream, sequence) DO NOTHING
            RETURNING id, device_id, epoch, stream, CASE WHEN NOT time_is_sure THEN boot END AS unheard""";

    private final Query statement;
    private final List<Captured> captured;

    private SampleInsert(Query statement, List<Captured> captured) {
        this.statement = statement;
        this.captured = captured;
    }

    /** Inserts those that are not there yet; gives what was inserted by its id. */
    static Map<UUID, Inserted> run(
            Handle handle, List<Captured> captured, IdSource ids, JsonColumns json, Instant now) {
        try (Query statement = handle.createQuery(STATEMENT)) {
            new SampleInsert(statement, captured).bind(ids, json, now);
            return statement
                    .map((row, _) -> Map.entry(row.getObject(1, UUID.class), inserted(row)))
                    .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
        }
    }

    private static Inserted inserted(ResultSet row) throws SQLException {
        DeviceId device = new DeviceId(row.getString(2));
        Long unheard = row.getObject(5, Long.class);
        return new Inserted(
                new Account(device, row.getLong(3), new StreamName(row.getString(4))),
                unheard == null ? List.of() : List.of(new Boot(device, unheard)));
    }

    private void bind(IdSource ids, JsonColumns json, Instant now) {
        statement.bind("now", now);
        column("ids", UUID.class, _ -> ids.next());
        column("devices", DeviceId.class, Captured::device);
        column("epochs", Long.class, Captured::epoch);
        column("streams", StreamName.class, Captured::stream);
        sampleColumn("sequences", Long.class, Sample::sequence);
        sampleColumn("clocks", Long.class, s -> s.capturedAt().toEpochMilli());
        statement.bindArray("boots", Long.class, uptimes(Uptime::boot));
        statement.bindArray("ups", Long.class, uptimes(Uptime::millis));
        sampleColumn("types", String.class, Sample::mediaType);
        statement.bind("media", BytesArray.ofDigests(digests()));
        sampleColumn("sizes", Long.class, Sample::mediaSizeBytes);
        sampleColumn("models", String.class, s -> s.model().model().value());
        sampleColumn("versions", Integer.class, s -> s.model().version());
        sampleColumn("predictions", String.class, s -> json.text(Answer.of(s.prediction())));
        statement.bindArray("classes", String.class, firstLabels());
        sampleColumn("confidences", Double.class, s -> s.prediction().confidence());
        sampleColumn("rules", String.class, s -> json.text(s.rules()));
        sampleColumn("values", Double.class, Sample::value);
    }

    private <T> void sampleColumn(String name, Class<T> type, Function<Sample, T> value) {
        column(name, type, c -> value.apply(c.sample()));
    }

    private <T> void column(String name, Class<T> type, Function<Captured, T> value) {
        List<T> values = new ArrayList<>(captured.size());
        captured.forEach(c -> values.add(value.apply(c)));
        statement.bindArray(name, type, values);
    }

    private List<Sha256> digests() {
        return captured.stream().map(c -> c.sample().mediaDigest()).toList();
    }

    /** Null where the device did not tell. */
    private Object[] uptimes(Function<Uptime, Long> part) {
        return captured.stream()
                .map(c -> c.sample().uptime().map(part).orElse(null))
                .toArray();
    }

    /** Null where the model answered nothing. */
    private Object[] firstLabels() {
        return captured.stream()
                .map(c -> Answer.of(c.sample().prediction()).firstLabel())
                .toArray();
    }

    /**
     * A sample that was not there before.
     *
     * @param unheard the start in which it was captured, if the hub heard nothing of that
     */
    record Inserted(Account account, List<Boot> unheard) {}

    /** Where a device, and the hub after it, counts samples. */
    record Account(DeviceId device, long epoch, StreamName stream) {
        LedgerCount count(long samples) {
            return new LedgerCount(device, epoch, stream, samples);
        }
    }
}
