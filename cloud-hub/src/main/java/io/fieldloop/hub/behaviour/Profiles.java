package io.fieldloop.hub.behaviour;

import io.fieldloop.hub.behaviour.Profile.Source;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.BehaviourCounter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What versions are compared with, within the transaction of its handle. */
record Profiles(Handle handle) {
    private static final Duration WEEK = Duration.ofDays(7);

    /** That of its evaluation, or of its first week once that is over; empty until then. */
    Optional<Profile> of(ModelRef version, Instant now) {
        Optional<Profile> kept = new ProfileTable(handle).best(version);
        return kept.isPresent() ? kept : firstWeek(version, now);
    }

    private Optional<Profile> firstWeek(ModelRef version, Instant now) {
        Optional<Instant> over = new WindowTable(handle).firstEnd(version).map(first -> first.plus(WEEK));
        if (over.isEmpty() || over.get().isAfter(now)) {
            return Optional.empty();
        }
        Behaviour behaviour = during(version, over.get());
        if (behaviour.answers() < Profile.LEAST_ANSWERS) {
            return Optional.empty();
        }
        var profile = new Profile(Source.FIRST_WEEK, Optional.empty(), behaviour, over.get());
        new ProfileTable(handle).put(version, profile);
        return Optional.of(profile);
    }

    private Behaviour during(ModelRef version, Instant until) {
        var counter = new BehaviourCounter();
        var everywhere = new WindowQuery(version, null, null, "{}");
        try (Stream<Window> windows = new WindowTable(handle).matching(everywhere, Instant.EPOCH, until)) {
            windows.forEach(window -> counter.add(window.behaviour()));
        }
        return counter.behaviour();
    }
}
