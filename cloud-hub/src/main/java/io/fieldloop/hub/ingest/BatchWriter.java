package io.fieldloop.hub.ingest;

import io.fieldloop.hub.behaviour.Behaviours;
import io.fieldloop.hub.devices.Deployments;
import io.fieldloop.hub.devices.DeviceReports;
import io.fieldloop.hub.devices.Devices;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.hub.samples.Captured;
import io.fieldloop.hub.samples.Heard;
import io.fieldloop.hub.samples.Samples;
import io.fieldloop.hub.traffic.TrafficReports;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Uptime;
import io.fieldloop.protocol.message.Vitals;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Writes a batch, all of it or nothing. Thread-safe. */
@Singleton
class BatchWriter {
    private final Jdbi jdbi;
    private final Devices devices;
    private final DeviceReports reports;
    private final Deployments deployments;
    private final Behaviours behaviours;
    private final TrafficReports traffic;
    private final Samples samples;
    private final Quarantine quarantine;
    private final InstantSource clock;

    // One argument for each feature that a message may concern.
    BatchWriter(
            Jdbi jdbi,
            Devices devices,
            DeviceReports reports,
            Deployments deployments,
            Behaviours behaviours,
            TrafficReports traffic,
            Samples samples,
            Quarantine quarantine,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.devices = devices;
        this.reports = reports;
        this.deployments = deployments;
        this.behaviours = behaviours;
        this.traffic = traffic;
        this.samples = samples;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /** Writes the batch; when this returns, it outlives a power cut. */
    Written write(Batch opened) {
        return jdbi.inTransaction(transaction -> {
            Written written = writeUnderstood(transaction, opened);
            reports.seen(transaction, written.batch().devices(), clock.instant());
            if (!written.batch().refused().isEmpty()) {
                quarantine.put(transaction, written.batch().refused());
            }
            return written;
        });
    }

    /** Writes what is of use, in somebody's transaction; what is of none is the caller's. */
    Written writeUnderstood(Handle transaction, Batch opened) {
        Batch batch =
                opened.onlyFrom(devices.known(transaction, opened.devices())).onlyWith(samples::has);
        samples.learn(transaction, heard(batch));
        int stored = samples.store(transaction, captured(batch));
        Instant now = clock.instant();
        for (Understood parcel : batch.understood()) {
            write(transaction, parcel.device(), parcel.message(), now);
        }
        return new Written(batch, stored);
    }

    private void write(Handle transaction, DeviceId device, DeviceMessage message, Instant now) {
        switch (message) {
            case Hello hello -> {
                reports.hello(transaction, device, hello);
                samples.introduced(transaction, device);
            }
            case DeviceState state -> reports.state(transaction, device, state);
            case Vitals vitals -> {
                reports.vitals(transaction, device, vitals);
                traffic.told(transaction, device, vitals.traffic(), now);
            }
            case BehaviourReport report -> behaviours.store(transaction, device, report, now);
            case LedgerReport ledger -> reports.ledger(transaction, device, ledger);
            case DeploymentReport report -> deployments.reported(transaction, device, report, now);
            case SampleBatch _ -> {} // stored already, with those of all other messages
        }
    }

    private static List<Heard> heard(Batch batch) {
        List<Heard> heard = new ArrayList<>();
        for (Understood parcel : batch.understood()) {
            Optional<Uptime> uptime = switch (parcel.message()) {
                case Hello hello -> hello.uptime();
                case Vitals vitals -> vitals.uptime();
                case DeviceState _, SampleBatch _, LedgerReport _, BehaviourReport _, DeploymentReport _ ->
                    Optional.empty();
            };
            uptime.ifPresent(told ->
                    heard.add(new Heard(parcel.device(), told, parcel.delivery().arrivedAt())));
        }
        return heard;
    }

    private static List<Captured> captured(Batch batch) {
        List<Captured> captured = new ArrayList<>();
        for (Understood parcel : batch.understood()) {
            if (parcel.message() instanceof SampleBatch of) {
                of.samples().forEach(s -> captured.add(new Captured(parcel.device(), of.epoch(), of.stream(), s)));
            }
        }
        return captured;
    }

    /**
     * What was written.
     *
     * @param stored how many samples were not there before
     */
    record Written(Batch batch, int stored) {}
}
