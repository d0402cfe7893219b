package io.fieldloop.agent.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A hub that hears reports, or does not while it cannot be reached. */
final class RecordedReports implements Reports {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Guarded by this, as the flag. */
    private final List<DeploymentReport> heard = new ArrayList<>();

    private boolean reachable = true;
    private volatile Runnable hook = () -> {};

    void before(Runnable next) {
        hook = next;
    }

    @Override
    public void report(DeploymentReport report, Runnable handedOver) {
        hook.run();
        hear(report, handedOver);
    }

    private synchronized void hear(DeploymentReport report, Runnable handedOver) {
        if (reachable) {
            heard.add(report);
            notifyAll();
            handedOver.run();
        }
    }

    synchronized void reachable(boolean now) {
        reachable = now;
    }

    synchronized List<DeploymentReport> heard() {
        return List.copyOf(heard);
    }

    synchronized List<Stage> stages(Offer offer) {
        return heard.stream()
                .filter(report -> isOf(report, offer))
                .map(DeploymentReport::stage)
                .toList();
    }

    static boolean isOf(DeploymentReport report, Offer offer) {
        return report.rollout().equals(offer.rollout()) && report.attempt() == offer.attempt();
    }

    /** Waits for the report that ends an offer. */
    DeploymentReport conclusion(Offer offer) throws InterruptedException {
        return await(report -> isOf(report, offer) && report.stage().isFinal());
    }

    synchronized DeploymentReport await(Predicate<DeploymentReport> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (heard.stream().noneMatch(wanted)) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            assertThat(leftMillis).as("time left; heard so far: %s", heard).isPositive();
            wait(leftMillis);
        }
        return heard.stream().filter(wanted).toList().getLast();
    }
}
