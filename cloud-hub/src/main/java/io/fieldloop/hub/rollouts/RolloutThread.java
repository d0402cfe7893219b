package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.devices.Deployments;
import io.fieldloop.hub.events.LiveEvent;
import io.fieldloop.hub.events.LiveEvents;
import io.fieldloop.hub.rollouts.Signal.Changed;
import io.fieldloop.hub.rollouts.Signal.Due;
import io.fieldloop.hub.rollouts.Signal.Introduced;
import io.fieldloop.hub.rollouts.Signal.Reported;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.RolloutId;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that takes reports in, many at once, and publishes what became due. While the database is away it waits
 * and tries again; it starts by making good what the hub before it left undone.
 */
@Context
@Requires(notEnv = "ingest") // which only helps a hub with the samples
final class RolloutThread {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutThread.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
    private static final int MAX_ATTEMPTS = 30;

    private final Inbox inbox;
    private final Rollouts rollouts;
    private final RolloutViews views;
    private final DesiredStates desired;
    private final Deployments deployments;
    private final LiveEvents live;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    RolloutThread(
            Inbox inbox,
            Rollouts rollouts,
            RolloutViews views,
            DesiredStates desired,
            Deployments deployments,
            LiveEvents live) {
        this.inbox = inbox;
        this.rollouts = rollouts;
        this.views = views;
        this.desired = desired;
        this.deployments = deployments;
        this.live = live;
        this.thread = Thread.ofPlatform().name("rollouts").daemon().unstarted(this::run);
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping.countDown();
        thread.interrupt();
        thread.join();
    }

    private void run() {
        try {
            insist(this::resume);
            while (!Thread.interrupted()) {
                List<Signal> signals = inbox.take();
                insist(() -> handle(signals));
            }
        } catch (InterruptedException _) {
            LOG.debug("rollouts stop");
        }
    }

    private void resume() {
        desired.allDue();
        deployments.beforeTheEnd().forEach(reported -> inbox.reported(reported.device(), reported.report()));
        desired.publishDue();
    }

    private void handle(List<Signal> signals) {
        Set<RolloutId> changed = new LinkedHashSet<>();
        Set<DeviceId> introduced = new HashSet<>();
        List<Reported> reports = new ArrayList<>();
        for (Signal signal : signals) {
            switch (signal) {
                case Changed(RolloutId rollout) -> changed.add(rollout);
                case Introduced(DeviceId device) -> introduced.add(device);
                case Reported reported -> reports.add(reported);
                case Due _ -> {} // as whatever else is due
            }
        }
        changed.addAll(rollouts.take(reports));
        desired.due(introduced);
        desired.publishDue();
        changed.forEach(id -> live.publish(new LiveEvent("rollout", id.toString(), () -> views.summary(id))));
    }

    /** Does it again until the database lets it; every part of the work may be done twice. */
    private void insist(Runnable work) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                work.run();
                return;
            } catch (JdbiException e) {
                LOG.warn("rollouts wait for the database attempt={}", attempt, e);
                if (attempt == MAX_ATTEMPTS) {
                    return; // what was not done stands in the database, and the next start of a hub finds it
                }
            } catch (RuntimeException e) { // the outermost frame: one signal that fails must not end all others
                LOG.error("rollouts left a signal undone", e);
                return;
            }
            if (stopping.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException();
            }
        }
    }
}
