package io.fieldloop.hub.overview;

import io.fieldloop.hub.devices.DeviceCounts;
import io.fieldloop.hub.devices.Devices;
import io.fieldloop.hub.devices.Ledgers;
import io.fieldloop.hub.ingest.Quarantine;
import io.fieldloop.hub.samples.LabelCounts;
import io.fieldloop.hub.samples.Samples;
import io.fieldloop.hub.samples.Throughput;
import io.fieldloop.hub.security.Roles;
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
    private final HubAddress address;

    // One argument for each feature that is shown.
    OverviewController(
            Devices devices,
            Ledgers ledgers,
            Samples samples,
            Throughput throughput,
            Quarantine quarantine,
            List<RunningRollouts> rollouts,
            HubAddress address) {
        this.devices = devices;
        this.ledgers = ledgers;
        this.samples = samples;
        this.throughput = throughput;
        this.quarantine = quarantine;
        this.rollouts = rollouts;
        this.address = address;
    }

    /** How it stands now. */
    @Get
    Overview overview() {
        LabelCounts labels = samples.labelCounts();
        return new Overview(
                devices.counts(),
                new SampleFigures(ledgers.stored(), ledgers.gap(), throughput.perSecond(), throughput.lastMinute()),
                labels.labelled(),
                labels.open(),
                quarantine.size(),
                rollouts.stream().mapToLong(RunningRollouts::count).sum(),
                address.version(),
                address.host(),
                address.devicePort());
    }

    /**
     * The figures.
     *
     * @param labels samples that somebody labelled
     * @param openTasks samples that wait for a label
     * @param quarantined messages of no use that are kept
     * @param address name or address under which devices find it, as its certificate has it
     * @param devicePort on which devices enrol and fetch packages, over TLS
     */
    @Serdeable
    record Overview(
            DeviceCounts devices,
            SampleFigures samples,
            long labels,
            long openTasks,
            long quarantined,
            long runningRollouts,
            String version,
            String address,
            int devicePort) {}

    /**
     * The samples.
     *
     * @param gap how many devices let go because the hub had them, and it lacks
     * @param perSecond the mean of the last five seconds
     * @param lastMinute how many were stored in each second, the oldest first
     */
    @Serdeable
    record SampleFigures(long stored, long gap, double perSecond, List<Long> lastMinute) {}
}
