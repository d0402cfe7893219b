package io.fieldloop.hub.channel;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DeploymentReport;

/** Hears how deployments fare. Every bean of this type is told. */
public interface DeploymentListener {
    /**
     * A device reported. The report is stored already; it may come again, late, or for a rollout that is over or unknown,
     * which is then ignored. Called by the ingest thread, in the order in which the device reported.
     */
    void reported(DeviceId device, DeploymentReport report);
}
