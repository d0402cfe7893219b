package io.fieldloop.agent.health;

import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.sketch.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports that the broker does not have, the oldest first. When there are too many of them, two that follow one another become one
 * of a longer window, those first that make the shortest one: so weeks without a hub become coarser, and are not forgotten. One
 * thread at a time.
 */
final class Pending {
    static final int MOST = 64;

    /** As many are sent at a time. Only these may have been sent, and what was sent must not be told again as a part of another one. */
    private static final int FIRST = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Pending.class);

    private final List<BehaviourReport> reports;
    private final RandomGenerator random;

    Pending(Collection<BehaviourReport> reports, RandomGenerator random) {
        this.reports = new ArrayList<>(reports);
        this.random = random;
    }

    List<BehaviourReport> all() {
        return List.copyOf(reports);
    }

    /** Those that are to be sent. */
    List<BehaviourReport> first() {
        return List.copyOf(reports.subList(0, Math.min(FIRST, reports.size())));
    }

    boolean removeAll(Collection<Long> ids) {
        return reports.removeIf(report -> ids.contains(report.id()));
    }

    void add(BehaviourReport report) {
        reports.add(report);
        while (reports.size() > MOST) {
            shortest().ifPresentOrElse(this::join, this::giveUpOldest);
        }
    }

    /** The two that make the shortest window, of all that may be joined. */
    private Optional<Joint> shortest() {
        Joint shortest = null;
        for (int earlier = FIRST; earlier < reports.size(); earlier++) {
            Joint joint = jointOf(earlier);
            if (joint != null && joint.isPossible() && (shortest == null || joint.isShorterThan(shortest))) {
                shortest = joint;
            }
        }
        return Optional.ofNullable(shortest);
    }

    private @Nullable Joint jointOf(int earlier) {
        BehaviourReport report = reports.get(earlier);
        return reports.stream()
                .skip(earlier + 1)
                .filter(later ->
                        later.stream().equals(report.stream()) && later.model().equals(report.model()))
                .findFirst()
                .map(later -> new Joint(report, later))
                .orElse(null);
    }

    private void join(Joint joint) {
        reports.set(reports.indexOf(joint.earlier), joint.both(random.nextLong()));
        reports.remove(joint.later);
    }

    /** The next report of its stream says that it is lost. */
    private void giveUpOldest() {
        BehaviourReport oldest = reports.remove(FIRST);
        LOG.warn("stream={} model={} a window is given up: there is no room", oldest.stream(), oldest.model());
        for (int i = FIRST; i < reports.size(); i++) {
            if (reports.get(i).stream().equals(oldest.stream())) {
                reports.set(i, reports.get(i).withLost(oldest.lost() + 1));
                return;
            }
        }
    }

    /** Two reports that may become one. */
    private record Joint(BehaviourReport earlier, BehaviourReport later) {
        boolean isPossible() {
            return time().compareTo(BehaviourReport.MOST_TIME) <= 0
                    && earlier.behaviour().answers() + later.behaviour().answers() <= BehaviourReport.MOST_ANSWERS;
        }

        boolean isShorterThan(Joint other) {
            return time().compareTo(other.time()) < 0;
        }

        private Duration time() {
            return Duration.between(from(), to());
        }

        private Instant from() {
            return earlier.from().isBefore(later.from()) ? earlier.from() : later.from();
        }

        private Instant to() {
            return earlier.to().isAfter(later.to()) ? earlier.to() : later.to();
        }

        BehaviourReport both(long id) {
            Behaviour behaviour = earlier.behaviour().plus(later.behaviour());
            return new BehaviourReport(id, earlier.stream(), earlier.model(), from(), to(), earlier.lost(), behaviour)
                    .withLost(later.lost());
        }
    }
}
