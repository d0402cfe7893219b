package io.fieldloop.hub.overview;

import io.fieldloop.hub.devices.DeviceCounts;
import io.fieldloop.hub.devices.Devices;
import io.fieldloop.hub.devices.Ledgers;
import io.fieldloop.hub.ingest.Quarantine;
import io.fieldloop.hub.samples.LabelCounts;
import io.fieldloop.hub.samples.Samples;
import io.fieldloop.hub.samples.Throughput;
import io.fieldloop.hub.security.Roles;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** The hub at one glance, for people. */
@Controller("/api/v1/overview")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class OverviewController {
    private final Devices devices;
    private final Ledgers ledgers;
    private final Samples samples;
    private final Throughput throughput;
    private final Quarantine quarantine;
    private final List<RunningRollouts> rollouts;
    private final String version;

    // One argument for each feature that is shown.
    OverviewController(
            Devices devices,
            Ledgers ledgers,
            Samples samples,
            Throughput throughput,
            Quarantine quarantine,
            List<RunningRollouts> rollouts,
            @Value("${fieldloop.version}") String version) {
        this.devices = devices;
        this.ledgers = ledgers;
        this.samples = samples;
        this.throughput = throughput;
        this.quarantine = quarantine;
        this.rollouts = rollouts;
        this.version = version;
    }

    /** How it stands now. */
    @Get
    Overview overview() {
        LabelCounts labels = samples.labelCounts();
        return new Overview(
                devices.counts(),
                new SampleFigures(ledgers.stored(), throughput.perSecond(), throughput.lastMinute()),
                labels.labelled(),
                labels.open(),
                quarantine.size(),
                rollouts.stream().mapToLong(RunningRollouts::count).sum(),
                version);
    }

    /**
     * The figures.
     *
     * @param labels samples that somebody labelled
     * @param openTasks samples that wait for a label
     * @param quarantined messages of no use that are kept
     */
    @Serdeable
    record Overview(
            DeviceCounts devices,
            SampleFigures samples,
            long labels,
            long openTasks,
            long quarantined,
            long runningRollouts,
            String version) {}

    /**
     * The samples.
     *
     * @param perSecond the mean of the last five seconds
     * @param lastMinute how many were stored in each second, the oldest first
     */
    @Serdeable
    record SampleFigures(long stored, double perSecond, List<Long> lastMinute) {}
}
