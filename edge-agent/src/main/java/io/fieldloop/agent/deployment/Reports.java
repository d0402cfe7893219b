package io.fieldloop.agent.deployment;

import io.fieldloop.protocol.message.DeploymentReport;

/**
 * The way of deployment reports to the hub.
 *
 * <p>A report that has not been handed over is kept on the disk, and comes again with {@link Deployments#resend} and after
 * a restart; so an implementation may drop one while there is no connection. It does not promise that each stage arrives,
 * but the newest report of an offer does, at least once.
 */
public interface Reports {
    /**
     * Sends a report. Called by the thread that owns the model's deployment; must not block.
     *
     * @param handedOver to be run, by any thread, once the broker took the report
     */
    void report(DeploymentReport report, Runnable handedOver);
}
