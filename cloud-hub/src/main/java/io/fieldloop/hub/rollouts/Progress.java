package io.fieldloop.hub.rollouts;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import java.util.Optional;

/**
 * How far one device of a rollout is with its present offer.
 *
 * @param attempt of the present offer, counted from 1
 * @param stage absent until the device's first report
 * @param failure present exactly when the stage is {@code REJECTED}
 */
record Progress(int attempt, Optional<Stage> stage, Optional<Failure> failure) {
    /** An offer that nothing was heard of yet. */
    static Progress offered(int attempt) {
        return new Progress(attempt, Optional.empty(), Optional.empty());
    }

    /** A device that serves the version without more ado. */
    static Progress serving(int attempt) {
        return new Progress(attempt, Optional.of(Stage.SERVING), Optional.empty());
    }

    /**
     * What is known after a report. Reports come doubled, late and out of order: one of another attempt, or of a stage
     * that was passed already, changes nothing, and after a final stage nothing does.
     */
    Progress after(DeploymentReport report) {
        boolean stale = report.attempt() != attempt
                || stage.filter(s -> s.isFinal() || s.compareTo(report.stage()) >= 0)
                        .isPresent();
        return stale ? this : new Progress(attempt, Optional.of(report.stage()), report.failure());
    }
}
