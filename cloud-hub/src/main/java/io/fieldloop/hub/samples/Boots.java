package io.fieldloop.hub.samples;

import io.fieldloop.protocol.DeviceId;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * When devices were started, by the hub's clock, and so when samples were captured, of which a device tells how long after its start that
 * was. Of all that a device says of a start the earliest is the best, because it was delayed the least; but what was heard later may tell
 * a start that is later by 100 ppm of the time between them, because crystals drift by so much. The device's clock is not asked.
 * What differs by less than a minute is no reason to place a sample anew: crystals that are 100 ppm off need a week of silence for it.
 */
final class Boots {
    /** Where in the list those are that show a start to be earlier than known by more than crystals explain. */
    private static final String EARLIER = """
            SELECT place - 1
            FROM unnest(:devices, :boots, :starts, :arrivals) WITH ORDINALITY
                    AS heard (device, boot, started, arrived, place)
                JOIN device_boot AS known ON known.device_id = device AND known.boot = heard.boot
            WHERE known.started_at - 0.0001 * (known.heard_at - to_timestamp(arrived / 1000.0))
                > to_timestamp(started / 1000.0) + interval '1 minute'""";

    private static final String DOUBT = """
            UPDATE sample SET time_is_sure = false
            WHERE device_id = :device AND boot = :boot AND time_is_sure
                AND captured_at > CAST(:start AS timestamptz) + up_millis * interval '1 millisecond' + interval '1 minute'""";

    private static final String LEARN = """
            INSERT INTO device_boot AS known (device_id, boot, started_at, heard_at)
            SELECT DISTINCT ON (device, boot) device, boot, to_timestamp(started / 1000.0), to_timestamp(arrived / 1000.0)
            FROM unnest(:devices, :boots, :starts, :arrivals) AS heard (device, boot, started, arrived)
            ORDER BY device, boot, started - 0.0001 * arrived
            ON CONFLICT (device_id, boot) DO UPDATE SET started_at = excluded.started_at, heard_at = excluded.heard_at
                WHERE excluded.started_at < known.started_at + 0.0001 * (excluded.heard_at - known.heard_at)""";

    /** Also of starts that were known: a sample may have been stored by somebody who did not know yet. */
    private static final String PLACE = """
            UPDATE sample SET captured_at = least(started_at + up_millis * interval '1 millisecond', received_at),
                time_is_sure = true, earliest_at = NULL, latest_at = NULL
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
        doubt(heard);
        bindStarts(transaction.createUpdate(LEARN), heard).execute();
        bind(transaction.createUpdate(PLACE), heard).execute();
    }

    /** What a message placed that was long on its way, such as in a broker whose hub was down, is to be placed anew. */
    private void doubt(List<Heard> heard) {
        bindStarts(transaction.createQuery(EARLIER), heard)
                .mapTo(Integer.class)
                .map(heard::get)
                .list()
                .forEach(earlier -> transaction
                        .createUpdate(DOUBT)
                        .bind("device", earlier.device())
                        .bind("boot", earlier.uptime().boot())
                        .bind("start", earlier.startedAt())
                        .execute());
    }

    private static <S extends SqlStatement<S>> S bindStarts(S statement, List<Heard> heard) {
        return bind(statement, heard)
                .bindArray(
                        "starts",
                        Long.class,
                        all(heard, each -> each.startedAt().toEpochMilli()))
                .bindArray(
                        "arrivals",
                        Long.class,
                        all(heard, each -> each.arrivedAt().toEpochMilli()));
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
