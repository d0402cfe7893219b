package io.fieldloop.hub.traffic;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DayTraffic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The traffic of days, within the transaction of its handle. */
record TrafficTable(Handle handle) {
    /** What devices say may be absurd; their sum must not be an error. */
    private static final String SUMS = Stream.of(
                    "control_bytes", "vitals_bytes", "samples_bytes", "models_bytes", "vitals_held_back")
            .map(column -> "least(sum(%1$s), 9223372036854775807)::bigint AS %1$s".formatted(column))
            .collect(Collectors.joining(", "));

    /** Keeps what a device says of a day: of each number what is more. */
    void put(DeviceId device, DayTraffic day) {
        handle.createUpdate("""
                        INSERT INTO traffic AS t (device_id, day, control_bytes, vitals_bytes, samples_bytes, models_bytes,
                            vitals_held_back)
                        VALUES (:device, :day, :control, :vitals, :samples, :models, :heldBack)
                        ON CONFLICT (device_id, day) DO UPDATE SET
                            control_bytes = greatest(t.control_bytes, excluded.control_bytes),
                            vitals_bytes = greatest(t.vitals_bytes, excluded.vitals_bytes),
                            samples_bytes = greatest(t.samples_bytes, excluded.samples_bytes),
                            models_bytes = greatest(t.models_bytes, excluded.models_bytes),
                            vitals_held_back = greatest(t.vitals_held_back, excluded.vitals_held_back)""")
                .bind("device", device)
                .bind("day", day.day())
                .bind("control", day.controlBytes())
                .bind("vitals", day.vitalsBytes())
                .bind("samples", day.samplesBytes())
                .bind("models", day.modelsBytes())
                .bind("heldBack", day.vitalsHeldBack())
                .execute();
    }

    /** Forgets the days of a device up to one. */
    void forget(DeviceId device, LocalDate last) {
        handle.createUpdate("DELETE FROM traffic WHERE device_id = :device AND day <= :last")
                .bind("device", device)
                .bind("last", last)
                .execute();
    }

    /** The latest days of a device, the latest first. */
    List<TrafficDay> of(DeviceId device, int days) {
        return handle.createQuery("""
                        SELECT day, 1 AS devices, control_bytes, vitals_bytes, samples_bytes, models_bytes, vitals_held_back
                        FROM traffic WHERE device_id = :device ORDER BY day DESC LIMIT :days""")
                .bind("device", device)
                .bind("days", days)
                .map((row, _) -> read(row))
                .list();
    }

    /** The latest days of all devices, the latest first. */
    List<TrafficDay> ofAll(int days) {
        return handle.createQuery("""
                        SELECT day, count(*) AS devices, %s FROM traffic GROUP BY day ORDER BY day DESC LIMIT :days""".formatted(SUMS))
                .bind("days", days)
                .map((row, _) -> read(row))
                .list();
    }

    private static TrafficDay read(ResultSet row) throws SQLException {
        return new TrafficDay(
                row.getObject("day", LocalDate.class).toString(),
                row.getLong("devices"),
                row.getLong("control_bytes"),
                row.getLong("vitals_bytes"),
                row.getLong("samples_bytes"),
                row.getLong("models_bytes"),
                row.getLong("vitals_held_back"));
    }
}
