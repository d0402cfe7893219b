package io.fieldloop.hub.samples;

import io.fieldloop.protocol.DeviceId;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/**
 * Starts of devices of which the hub heard nothing: the device was off again before it could tell. What it captured then lies, by the
 * numbers of its streams, between samples of other starts whose time is known. All of it is placed by the one moment of the start that the
 * device's clock tells, at its latest word that is not of the future, as far as that lies within these bounds; so a clock that begins in 1970 or was set
 * meanwhile bends nothing.
 */
final class UnheardBoots {
    /** Streams of one start; sequences tell what came before and after it. */
    private static final String PLACE = """
            WITH mine AS (
                SELECT epoch, stream, min(sequence) AS first, max(sequence) AS last, max(up_millis) AS up,
                    max(clock_said - up_millis * interval '1 millisecond') FILTER (WHERE clock_said <= received_at) AS said,
                    min(received_at - up_millis * interval '1 millisecond') AS arrived
                FROM sample
                WHERE device_id = :device AND boot = :boot AND NOT time_is_sure
                GROUP BY epoch, stream),
            bounds AS (
                SELECT max(said) AS said, max(before.captured_at) AS earliest,
                    least(min(after.started_at) - max(up) * interval '1 millisecond', min(arrived)) AS latest
                FROM mine
                    LEFT JOIN LATERAL (
                        SELECT captured_at FROM sample
                        WHERE device_id = :device AND epoch = mine.epoch AND stream = mine.stream
                            AND sequence < mine.first AND time_is_sure
                        ORDER BY sequence DESC LIMIT 1) AS before ON true
                    LEFT JOIN LATERAL (
                        SELECT captured_at - up_millis * interval '1 millisecond' AS started_at FROM sample
                        WHERE device_id = :device AND epoch = mine.epoch AND stream = mine.stream
                            AND sequence > mine.last AND time_is_sure
                        ORDER BY sequence LIMIT 1) AS after ON true),
            start AS (SELECT least(greatest(coalesce(said, latest), earliest), latest) AS at, earliest, latest FROM bounds)
            UPDATE sample
            SET captured_at = least(at + up_millis * interval '1 millisecond', received_at),
                earliest_at = earliest + up_millis * interval '1 millisecond',
                latest_at = latest + up_millis * interval '1 millisecond'
            FROM start
            WHERE device_id = :device AND boot = :boot AND NOT time_is_sure
                AND (captured_at, earliest_at, latest_at) IS DISTINCT FROM
                    (least(at + up_millis * interval '1 millisecond', received_at),
                     earliest + up_millis * interval '1 millisecond', latest + up_millis * interval '1 millisecond')""";

    private final Handle transaction;

    UnheardBoots(Handle transaction) {
        this.transaction = transaction;
    }

    /** Places what was captured in these starts. */
    void place(Collection<Boot> boots) {
        for (Boot boot : boots) {
            transaction
                    .createUpdate(PLACE)
                    .bind("device", boot.device)
                    .bind("boot", boot.number)
                    .execute();
        }
    }

    /** Places all that a device captured in such starts: meanwhile there may be samples that came after it. */
    void place(DeviceId device) {
        place(transaction
                .createQuery(
                        "SELECT DISTINCT boot FROM sample WHERE device_id = :device AND NOT time_is_sure AND boot IS NOT NULL")
                .bind("device", device)
                .mapTo(Long.class)
                .map(number -> new Boot(device, number))
                .list());
    }

    /** A start of a device, by the number that it drew. */
    record Boot(DeviceId device, long number) {}
}
