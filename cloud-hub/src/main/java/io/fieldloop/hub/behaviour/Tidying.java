package io.fieldloop.hub.behaviour;

import io.fieldloop.hub.behaviour.WindowTable.SubjectHour;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the windows of an hour one when they are old, and forgets the oldest. Thread-safe. */
@Singleton
class Tidying {
    private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

    /** More than come in a minute from a thousand devices with several streams each. */
    private static final int MOST_HOURS = 500;

    private final Jdbi jdbi;
    private final Retention retention;
    private final InstantSource clock;

    Tidying(Jdbi jdbi, Retention retention, InstantSource clock) {
        this.jdbi = jdbi;
        this.retention = retention;
        this.clock = clock;
    }

    /** Does what is due now. */
    void tidy() {
        Instant now = clock.instant();
        Instant joined = now.minus(retention.join());
        for (SubjectHour hour : jdbi.withHandle(handle -> new WindowTable(handle).dueHours(joined, MOST_HOURS))) {
            jdbi.useTransaction(transaction -> join(transaction, hour, joined, now));
        }
        int forgotten = jdbi.withHandle(handle -> new WindowTable(handle).forget(now.minus(retention.forget())));
        if (forgotten > 0) {
            LOG.info("windows of behaviour forgotten number={}", forgotten);
        }
    }

    private static void join(Handle transaction, SubjectHour hour, Instant joined, Instant now) {
        var table = new WindowTable(transaction);
        table.take(hour, joined).stream()
                .reduce(Window::plus)
                .ifPresent(window -> table.put(hour.subject(), window, true, now));
    }
}
