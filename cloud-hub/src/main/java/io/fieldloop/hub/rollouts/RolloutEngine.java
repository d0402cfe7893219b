package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.rollouts.RolloutEvent.DeviceRejected;
import io.fieldloop.hub.rollouts.RolloutEvent.WavePassed;
import io.fieldloop.hub.rollouts.RolloutState.Cancelled;
import io.fieldloop.hub.rollouts.RolloutState.Halted;
import io.fieldloop.hub.rollouts.RolloutState.Paused;
import io.fieldloop.hub.rollouts.RolloutState.Running;
import io.fieldloop.hub.rollouts.RolloutState.Succeeded;
import io.fieldloop.hub.rollouts.Signal.Reported;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries a rollout on, within one transaction that holds its lock; what it puts down is published after the commit. */
final class RolloutEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutEngine.class);

    private final RolloutTable table;
    private final Offers offers;
    private final Instant now;

    RolloutEngine(Handle transaction, Instant now) {
        this.table = new RolloutTable(transaction);
        this.offers = new Offers(transaction);
        this.now = now;
    }

    /** Puts a new rollout down and begins its first wave. */
    void begin(RolloutRow rollout, List<List<DeviceId>> waves) {
        table.insert(rollout, waves);
        int devices = waves.stream().mapToInt(List::size).sum();
        table.tell(
                rollout.id(),
                now,
                "created: %s for %s in %s"
                        .formatted(rollout.model(), count(devices, "device"), count(waves.size(), "wave")));
        enter(rollout);
    }

    /** Lets an event happen and returns the rollout after it, unchanged if the event does not fit. */
    RolloutRow happen(RolloutRow rollout, RolloutEvent event) {
        RolloutState next = RolloutMachine.next(rollout.state(), event);
        if (next.equals(rollout.state())) {
            return rollout;
        }
        table.move(rollout.id(), next, now);
        LOG.info(
                "rollout moved rollout={} model={} from={} to={}",
                rollout.id(),
                rollout.model(),
                rollout.state(),
                next);
        return act(rollout, next);
    }

    private RolloutRow act(RolloutRow before, RolloutState next) {
        RolloutRow rollout = before.with(next);
        switch (next) {
            case Running _ -> {
                return enter(rollout);
            }
            case Paused paused -> tell(rollout, paused.reason());
            case Halted halted -> tell(rollout, halted.reason());
            case Succeeded _ -> tell(rollout, "succeeded: every device serves " + rollout.model());
            case Cancelled cancelled ->
                tell(
                        rollout,
                        cancelled.reason() + "; the offer was withdrawn from "
                                + count(offers.withdraw(rollout), "device"));
        }
        return rollout;
    }

    /** Begins the present wave, or goes on with it: whoever has no offer or rejected the last one gets the next. */
    private RolloutRow enter(RolloutRow rollout) {
        int offered = offers.make(rollout, now);
        String wave = "wave %d of %d".formatted(rollout.state().wave(), rollout.waves());
        tell(rollout, offered > 0 ? "%s offered to %s".formatted(wave, count(offered, "device")) : wave + " goes on");
        return settle(rollout);
    }

    /** Lets the present wave pass if all of it serves. */
    private RolloutRow settle(RolloutRow rollout) {
        int wave = rollout.state().wave();
        return rollout.state() instanceof Running && table.serves(rollout.id(), wave)
                ? happen(rollout, new WavePassed(wave, wave == rollout.waves()))
                : rollout;
    }

    /** Takes what devices of one rollout report, in any order and as often as they like. */
    RolloutRow report(RolloutRow rollout, List<Reported> reports) {
        List<DeviceRow> changed = progress(rollout, reports);
        if (changed.isEmpty()) {
            return rollout;
        }
        table.report(rollout.id(), changed, now);
        RolloutRow after = rollout;
        for (DeviceRow device : changed) {
            after = rejection(after, device);
        }
        return settle(after);
    }

    private List<DeviceRow> progress(RolloutRow rollout, List<Reported> reports) {
        Map<DeviceId, DeviceRow> before = new HashMap<>();
        List<DeviceId> devices =
                reports.stream().map(Reported::device).distinct().toList();
        table.devices(rollout.id(), devices).forEach(row -> before.put(row.device(), row));
        Map<DeviceId, DeviceRow> after = new HashMap<>(before);
        for (Reported reported : reports) {
            after.computeIfPresent(
                    reported.device(), (_, row) -> row.with(row.progress().after(reported.report())));
        }
        List<DeviceRow> changed = new ArrayList<>(after.values());
        changed.removeIf(row -> row.equals(before.get(row.device())));
        changed.sort((a, b) -> a.device().compareTo(b.device()));
        return changed;
    }

    private RolloutRow rejection(RolloutRow rollout, DeviceRow device) {
        if (device.progress().stage().filter(Stage.REJECTED::equals).isEmpty()) {
            return rollout;
        }
        return happen(
                rollout,
                new DeviceRejected(
                        device.wave(),
                        device.device(),
                        device.progress().failure().orElseThrow()));
    }

    private void tell(RolloutRow rollout, String text) {
        table.tell(rollout.id(), now, text);
    }

    private static String count(int number, String thing) {
        return number == 1 ? "1 " + thing : number + " " + thing + "s";
    }
}
