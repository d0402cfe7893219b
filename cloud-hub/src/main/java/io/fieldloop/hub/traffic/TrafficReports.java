package io.fieldloop.hub.traffic;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DayTraffic;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes down what devices say of their traffic, in the transactions of ingestion. Thread-safe. */
@Singleton
public class TrafficReports {
    /** For so many days it is kept. */
    static final int DAYS = 400;

    /** How far the calendar of a device may be ahead: a time zone, and a clock that is a little wrong. */
    private static final int DAYS_AHEAD = 2;

    /**
     * What went on some days, as far as they are of the last 400. Each number of a day only grows, so what comes late or twice changes
     * nothing.
     */
    public void told(Handle transaction, DeviceId device, List<DayTraffic> days, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate first = today.minusDays(DAYS);
        LocalDate last = today.plusDays(DAYS_AHEAD);
        var table = new TrafficTable(transaction);
        days.stream()
                .filter(each -> each.day().isAfter(first) && !each.day().isAfter(last))
                .forEach(each -> table.put(device, each));
        if (!days.isEmpty()) {
            table.forget(device, first);
        }
    }
}
