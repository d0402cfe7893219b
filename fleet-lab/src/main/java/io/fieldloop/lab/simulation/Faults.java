package io.fieldloop.lab.simulation;

import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.program.ProgramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets faults come to pass: those of devices at a steady pace, and meanwhile those of processes one after the other. One thread. */
final class Faults {
    private static final long PACE_MILLIS = 40;
    private static final long PATIENCE_MILLIS = 1_000;
    private static final int GATHERING_MILLIS = 1_000;
    private static final int SHORTEST_FREEZE_MILLIS = 2_000;
    private static final int LONGEST_FREEZE_MILLIS = 6_000;

    private final Fleet fleet;
    private final Hosts hosts;
    private final Inspector inspector;
    private final Path folder;
    private final Trace ofHub;
    private final Set<Integer> happened = new HashSet<>();

    Faults(Fleet fleet, Hosts hosts, Inspector inspector, Path folder) {
        this.fleet = fleet;
        this.hosts = hosts;
        this.inspector = inspector;
        this.folder = folder;
        this.ofHub = new Trace(hubTrace());
    }

    /** Tries to let all of these come to pass; {@link #happened} tells which did. */
    void strike(List<FaultEvent> events) throws IOException, InterruptedException, ProgramException {
        List<FaultEvent> ofProcesses =
                events.stream().filter(event -> event.fault().isOfProcess()).toList();
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> processes = beside.submit(() -> strikeProcesses(ofProcesses));
            for (FaultEvent event : events) {
                if (!event.fault().isOfProcess()) {
                    hosts.of(event.device()).tell(event);
                    TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
                }
            }
            TimeUnit.MILLISECONDS.sleep(PATIENCE_MILLIS);
            await(processes);
        }
    }

    private static void await(Future<?> processes) throws IOException, InterruptedException, ProgramException {
        try {
            processes.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case ProgramException cause -> throw cause;
                case null, default -> throw new IOException("a fault of a process failed", e);
            }
        }
    }

    private @Nullable Void strikeProcesses(List<FaultEvent> events)
            throws IOException, InterruptedException, ProgramException {
        for (FaultEvent event : events) {
            strikeProcess(event);
        }
        return null;
    }

    private void strikeProcess(FaultEvent event) throws IOException, InterruptedException, ProgramException {
        switch (event.fault()) {
            case POWER_CUT, CORRUPT_PAGE, FULL_START -> cutPower(event);
            case HUB_KILLED -> {
                ofHub.happened(event, "the hub is killed");
                fleet.killAndRestartHub();
            }
            case BROKER_KILLED -> {
                ofHub.happened(event, "the broker is killed");
                killBroker();
            }
            case DATABASE_GONE -> {
                long millis = event.chances().nextLong(SHORTEST_FREEZE_MILLIS, LONGEST_FREEZE_MILLIS);
                ofHub.happened(event, "for %d ms".formatted(millis));
                Database.of(fleet.hubData()).freezeWhile(() -> TimeUnit.MILLISECONDS.sleep(millis));
            }
            case DOUBLED,
                    DELAYED,
                    REORDERED,
                    CUT,
                    DROPPED,
                    UNACKNOWLEDGED,
                    PARTITION,
                    CLOCK_JUMP,
                    OUTBOX_FULL,
                    DISK_FULL -> throw new IllegalArgumentException(event.fault() + " is of no process");
        }
    }

    /** When it has gathered something: what the hub cannot store it does not acknowledge, but the broker has done so. */
    private void killBroker() throws IOException, InterruptedException {
        Database.of(fleet.hubData()).freezeWhile(() -> {
            TimeUnit.MILLISECONDS.sleep(GATHERING_MILLIS);
            fleet.killAndRestartBroker();
        });
    }

    private void cutPower(FaultEvent event) throws IOException, InterruptedException, ProgramException {
        HostProcess host = hosts.of(event.device());
        if (!host.mayBeKilled()) {
            return;
        }
        host.kill();
        DeviceFolder device = hosts.folder(event.device());
        String how = "the power of devices %s is cut".formatted(host.range());
        if (event.fault() == Fault.CORRUPT_PAGE) {
            inspector.damaged(device);
            how += ", page %d of the outbox overwritten".formatted(OutboxDamage.overwrite(device, event.chances()));
        }
        if (event.fault() == Fault.FULL_START) {
            how += ", %d bytes of its disk taken".formatted(new Ballast(device.ballast()).load());
        }
        new Trace(device.trace()).happened(event, how);
        host.start();
        if (event.fault() == Fault.FULL_START) {
            host.tell(new FaultEvent(event.number(), Fault.DISK_FULL, event.device(), event.seed()));
        }
    }

    /** The numbers of all events that came to pass so far. */
    Set<Integer> happened() throws IOException {
        happened.addAll(Trace.happened(hubTrace()));
        for (DeviceFolder device : hosts.devices()) {
            happened.addAll(Trace.happened(device.trace()));
        }
        return happened;
    }

    private Path hubTrace() {
        return folder.resolve("hub-trace.log");
    }
}
