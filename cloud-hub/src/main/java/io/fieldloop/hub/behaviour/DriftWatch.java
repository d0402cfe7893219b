package io.fieldloop.hub.behaviour;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.events.LiveEvent;
import io.fieldloop.hub.events.LiveEvents;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.BehaviourCounter;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Raises an alert for each subject that drifts, and clears it when that is over. Thread-safe. */
@Singleton
class DriftWatch {
    /** A subject is judged by so many of its latest answers at least. */
    static final long LEAST_ANSWERS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

    /** By the answers of this time, or of a longer one where they are too few. */
    private static final Duration JUDGED = Duration.ofHours(1);

    /** Older ones say nothing of today. */
    private static final Duration LATEST = Duration.ofDays(1);

    /** How long what has come may take to be seen by others. */
    private static final Duration COMMIT = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final JsonColumns json;
    private final IdSource ids;
    private final InstantSource clock;
    private final LiveEvents events;

    /** What came before then has been looked at; guarded by this. */
    private Instant looked = Instant.EPOCH;

    DriftWatch(Jdbi jdbi, JsonColumns json, IdSource ids, InstantSource clock, LiveEvents events) {
        this.jdbi = jdbi;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
        this.events = events;
    }

    /** Looks at all subjects of whom something came since this was called last, and at those with an alert. */
    synchronized void look() {
        Instant now = clock.instant();
        Instant since = looked.isBefore(now.minus(LATEST)) ? now.minus(LATEST) : looked;
        Set<Subject> subjects = jdbi.withHandle(handle -> {
            Set<Subject> found = new LinkedHashSet<>(new WindowTable(handle).heardOf(since));
            found.addAll(new AlertTable(handle, json).open());
            return found;
        });
        for (Subject subject : subjects) {
            jdbi.inTransaction(transaction -> look(transaction, subject, now)).ifPresent(this::tell);
        }
        looked = now.minus(COMMIT);
    }

    /** Gives the alert that was raised or cleared. */
    private Optional<DriftAlert> look(Handle transaction, Subject subject, Instant now) {
        var alerts = new AlertTable(transaction, json);
        Optional<UUID> open = alerts.open(subject);
        Optional<Profile> profile = new Profiles(transaction).of(subject.version(), now);
        Behaviour latest = latest(transaction, subject, now);
        if (latest.answers() == 0) { // it serves no more
            return open.map(id -> cleared(alerts, id, now));
        }
        if (profile.isEmpty() || latest.answers() < LEAST_ANSWERS) {
            return Optional.empty();
        }
        Divergence divergence = Divergence.between(profile.get().behaviour(), latest);
        return open.isPresent()
                ? renewed(alerts, open.get(), profile.get(), divergence, now)
                : raised(alerts, subject, profile.get(), divergence, now);
    }

    private Optional<DriftAlert> raised(
            AlertTable alerts, Subject subject, Profile profile, Divergence divergence, Instant now) {
        if (!divergence.isDrift()) {
            return Optional.empty();
        }
        UUID id = ids.next();
        alerts.raise(id, subject, profile, divergence, now);
        return Optional.of(alerts.get(id));
    }

    private static Optional<DriftAlert> renewed(
            AlertTable alerts, UUID id, Profile profile, Divergence divergence, Instant now) {
        alerts.renew(id, profile, divergence);
        return divergence.isCalm() ? Optional.of(cleared(alerts, id, now)) : Optional.empty();
    }

    private static DriftAlert cleared(AlertTable alerts, UUID id, Instant now) {
        alerts.clear(id, now);
        return alerts.get(id);
    }

    private static Behaviour latest(Handle transaction, Subject subject, Instant now) {
        var counter = new BehaviourCounter();
        long answers = 0;
        try (Stream<Window> windows = new WindowTable(transaction).latest(subject, now.minus(LATEST))) {
            Instant enough = Instant.MIN;
            for (Iterator<Window> each = windows.iterator(); each.hasNext(); ) {
                Window window = each.next();
                if (answers == 0) {
                    enough = window.to().minus(JUDGED);
                } else if (answers >= LEAST_ANSWERS && !window.to().isAfter(enough)) {
                    break;
                }
                counter.add(window.behaviour());
                answers += window.behaviour().answers();
            }
        }
        return counter.behaviour();
    }

    private void tell(DriftAlert alert) {
        LOG.atLevel(alert.clearedAt() == null ? Level.WARN : Level.INFO)
                .log(
                        "drift {} device={} stream={} model={}@{} profile={} divergence={}",
                        alert.clearedAt() == null ? "raised" : "cleared",
                        alert.deviceId(),
                        alert.stream(),
                        alert.model(),
                        alert.version(),
                        alert.profile(),
                        alert.divergence());
        events.publish(new LiveEvent("drift", alert.id().toString(), () -> alert));
    }
}
