package io.fieldloop.hub.samples;

import io.fieldloop.protocol.DeviceId;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * When devices were started, by the hub's clock, and so when samples were captured, of which a device tells how long after its start that
 * was. Of all that a device says of a start the earliest is the best, because it was delayed the least. The device's clock is not asked.
 */
final class Boots {
    private static final String LEARN = """
            INSERT INTO device_boot AS known (device_id, boot, started_at)
            SELECT device, boot, min(to_timestamp(started / 1000.0))
            FROM unnest(:devices, :boots, :starts) AS heard (device, boot, started)
            GROUP BY device, boot ORDER BY device, boot
            ON CONFLICT (device_id, boot) DO UPDATE SET started_at = excluded.started_at
                WHERE excluded.started_at < known.started_at""";

    /** Also of starts that were known: a sample may have been stored by somebody who did not know yet. */
    private static final String PLACE = """
            UPDATE sample SET captured_at = least(started_at + up_millis * interval '1 millisecond', received_at),
                time_is_sure = true
            FROM device_boot AS known
            WHERE known.device_id = ANY(:devices) AND known.boot = ANY(:boots)
                AND sample.device_id = known.device_id AND sample.boot = known.boot AND NOT time_is_sure""";

    private final Handle transaction;

    Boots(Handle transaction) {
        this.transaction = transaction;
    }

    /** Learns when devices were started, and when samples were captured that are there already. */
    void learn(List<Heard> heard) {
        if (heard.isEmpty()) {
            return;
        }
        bind(transaction.createUpdate(LEARN), heard)
                .bindArray(
                        "starts",
                        Long.class,
                        all(heard, each -> each.startedAt().toEpochMilli()))
                .execute();
        bind(transaction.createUpdate(PLACE), heard).execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, List<Heard> heard) {
        return statement
                .bindArray("devices", DeviceId.class, all(heard, Heard::device))
                .bindArray("boots", Long.class, all(heard, each -> each.uptime().boot()));
    }

    private static <T> List<T> all(List<Heard> heard, Function<Heard, T> value) {
        return heard.stream().map(value).toList();
    }
}
