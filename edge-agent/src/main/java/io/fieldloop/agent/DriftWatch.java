package io.fieldloop.agent;

import io.fieldloop.agent.accelerator.Accelerators;
import io.fieldloop.agent.accelerator.Drift;
import io.fieldloop.agent.deployment.Deployments;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.Recent;
import io.fieldloop.protocol.ModelName;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a model measured again that became much slower than it was measured. One thread at a time. */
final class DriftWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

    private final List<InferencePool> pools;
    private final Accelerators accelerators;
    private final Deployments deployments;
    private final InstantSource clock;
    private final Map<ModelName, Drift> drifts = new HashMap<>();

    DriftWatch(
            Collection<InferencePool> pools, Accelerators accelerators, Deployments deployments, InstantSource clock) {
        this.pools = List.copyOf(pools);
        this.accelerators = accelerators;
        this.deployments = deployments;
        this.clock = clock;
    }

    /** To be called regularly. */
    void look() {
        pools.forEach(this::look);
    }

    private void look(InferencePool pool) {
        Recent recent = pool.recent();
        OptionalLong measured = pool.serving()
                .map(served -> accelerators.measuredMicros(served.model()))
                .orElse(OptionalLong.empty());
        if (measured.isPresent()
                && drifts.computeIfAbsent(pool.model(), _ -> new Drift())
                        .look(measured.getAsLong(), recent, clock.instant())) {
            LOG.warn(
                    "model={} takes {} µs where it was measured with {} µs; it is measured again",
                    pool.model(),
                    recent.medianMicros(),
                    measured.getAsLong());
            deployments.remeasure(pool.model());
        }
    }
}
