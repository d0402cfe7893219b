package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.message.BehaviourReport;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Takes in how versions behave. Thread-safe. */
@Singleton
public class Behaviours {
    private final Jdbi jdbi;
    private final Retention retention;

    Behaviours(Jdbi jdbi, Retention retention) {
        this.jdbi = jdbi;
        this.retention = retention;
    }

    /** Keeps what a device reports, in a transaction of ingestion. A report that is there already changes nothing. */
    public void store(Handle transaction, DeviceId device, BehaviourReport report, Instant now) {
        Subject subject = new Subject(device, report.stream(), report.model());
        Window window = Window.of(report, now.minus(retention.forget()), now);
        new WindowTable(transaction).put(subject, window, false, now);
    }

    /** Keeps how a version behaved where it was evaluated, in place of an earlier profile from the same source. */
    public void keep(ModelRef version, Profile profile) {
        jdbi.useTransaction(transaction -> new ProfileTable(transaction).put(version, profile));
    }
}
