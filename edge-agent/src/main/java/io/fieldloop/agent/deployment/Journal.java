package io.fieldloop.agent.deployment;

import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.DeploymentReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers each model's deployment over power cuts. Every transition is written here before anything is done about it.
 * A journal does not promise that what it read still makes sense of the packages on the disk.
 */
public interface Journal {
    /**
     * What was written last; empty when nothing was, or when it cannot be made sense of. Called before the first write.
     */
    Optional<Entry> read(ModelName model);

    /**
     * Replaces what was written last, and returns when the disk has it.
     *
     * @throws IOException if the disk refuses; what was written last is then still there
     */
    void write(ModelName model, Entry entry) throws IOException;

    /**
     * Everything that a model's deployment has to remember.
     *
     * @param state where it is
     * @param starts how often the agent started since the active version last served well
     * @param unsent the newest report of each offer that the hub's broker has not taken yet, the oldest first
     */
    record Entry(DeploymentState state, int starts, List<DeploymentReport> unsent) {
        /** More unsent reports than this are not kept; the oldest go. */
        public static final int MAX_UNSENT = 8;

        /** Takes a copy of the reports, of which only the newest {@value #MAX_UNSENT} are kept. */
        public Entry {
            unsent = List.copyOf(unsent.subList(Math.max(0, unsent.size() - MAX_UNSENT), unsent.size()));
            if (starts < 0) {
                throw new IllegalArgumentException("starts must not be negative: " + starts);
            }
        }

        /** Nothing was ever deployed. */
        static Entry empty(Versions versions) {
            return new Entry(new DeploymentState.Idle(versions, Optional.empty()), 0, List.of());
        }

        Entry with(DeploymentState next) {
            return new Entry(next, starts, unsent);
        }

        Entry withStarts(int count) {
            return new Entry(state, count, unsent);
        }

        /** A newer report of an offer makes its older one pointless. */
        Entry withUnsent(DeploymentReport report) {
            List<DeploymentReport> reports = new ArrayList<>(unsent);
            reports.removeIf(older -> older.rollout().equals(report.rollout()) && older.attempt() == report.attempt());
            reports.add(report);
            return new Entry(state, starts, reports);
        }

        Entry withSent(DeploymentReport report) {
            return new Entry(
                    state,
                    starts,
                    unsent.stream().filter(other -> !other.equals(report)).toList());
        }
    }
}
