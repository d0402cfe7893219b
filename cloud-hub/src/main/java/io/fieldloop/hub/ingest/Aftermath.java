package io.fieldloop.hub.ingest;

import static java.util.stream.Collectors.groupingBy;

import io.fieldloop.hub.channel.DeploymentListener;
import io.fieldloop.hub.channel.DesiredStateListener;
import io.fieldloop.hub.channel.DeviceChannel;
import io.fieldloop.hub.devices.Devices;
import io.fieldloop.hub.ingest.BatchWriter.Written;
import io.fieldloop.hub.ingest.Parcel.Refused;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.hub.samples.Throughput;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.Hello;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a batch is safe: devices get receipts, and whoever wants to know is told. */
@Singleton
class Aftermath {
    private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

    private final DeviceChannel channel;
    private final List<DeploymentListener> listeners;
    private final List<DesiredStateListener> desired;
    private final Devices devices;
    private final Throughput throughput;
    private final MeterRegistry meters;

    Aftermath(
            DeviceChannel channel,
            List<DeploymentListener> listeners,
            List<DesiredStateListener> desired,
            Devices devices,
            Throughput throughput,
            MeterRegistry meters) {
        this.channel = channel;
        this.listeners = listeners;
        this.desired = desired;
        this.devices = devices;
        this.throughput = throughput;
        this.meters = meters;
    }

    /** None yet. */
    DueReceipts dueReceipts() {
        return new DueReceipts(channel);
    }

    /** Follows, and gives the devices their receipts at once. */
    void follow(Written written) {
        DueReceipts receipts = dueReceipts();
        follow(written, receipts);
        receipts.give();
    }

    /** Follows; somebody else gives the receipts. */
    void follow(Written written, DueReceipts receipts) {
        receipts.add(written.batch().understood());
        for (Understood parcel : written.batch().understood()) {
            if (parcel.message() instanceof DeploymentReport report) {
                tell(parcel.device(), report);
            } else if (parcel.message() instanceof Hello) {
                desired.forEach(listener -> listener.introduced(parcel.device()));
            }
        }
        devices.changed(written.batch().devices());
        count(written);
    }

    /** Tells the listeners of a report that is stored. */
    void tell(DeviceId device, DeploymentReport report) {
        LOG.info(
                "deployment device={} rollout={} attempt={} model={} stage={}",
                device,
                report.rollout(),
                report.attempt(),
                report.model(),
                report.stage());
        listeners.forEach(l -> l.reported(device, report));
    }

    private void count(Written written) {
        throughput.add(written.stored());
        meters.counter("fieldloop.samples.stored").increment(written.stored());
        meters.counter("fieldloop.messages")
                .increment(written.batch().understood().size());
        written.batch().refused().stream()
                .collect(groupingBy(p -> p.failure().code()))
                .forEach((code, parcels) -> {
                    meters.counter("fieldloop.messages.quarantined", "code", code.name())
                            .increment(parcels.size());
                    Refused first = parcels.getFirst();
                    LOG.warn(
                            "messages quarantined number={} code={} first: topic={} detail={}",
                            parcels.size(),
                            code,
                            first.delivery().topic(),
                            first.failure().detail());
                });
    }
}
