package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.channel.DeploymentListener;
import io.fieldloop.hub.channel.DesiredStateListener;
import io.fieldloop.hub.rollouts.Signal.Changed;
import io.fieldloop.hub.rollouts.Signal.Due;
import io.fieldloop.hub.rollouts.Signal.Introduced;
import io.fieldloop.hub.rollouts.Signal.Reported;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.message.DeploymentReport;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the thread of the rollouts has to do yet. Thread-safe. Losing it loses nothing: reports and offers stand in the
 * database, and a hub that starts looks there.
 */
@Singleton
@Requires(notEnv = "ingest")
final class Inbox implements DeploymentListener, DesiredStateListener {
    private static final int BATCH = 1_000;

    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    @Override
    public void reported(DeviceId device, DeploymentReport report) {
        signals.add(new Reported(device, report));
    }

    @Override
    public void due() {
        signals.add(new Due());
    }

    @Override
    public void introduced(DeviceId device) {
        signals.add(new Introduced(device));
    }

    void changed(RolloutId rollout) {
        signals.add(new Changed(rollout));
    }

    /** Waits for the next signal and takes it with those that are there already. */
    List<Signal> take() throws InterruptedException {
        List<Signal> taken = new ArrayList<>();
        taken.add(signals.take());
        signals.drainTo(taken, BATCH - 1);
        return taken;
    }
}
