package io.fieldloop.agent;

import io.fieldloop.agent.accelerator.Certificates;
import io.fieldloop.agent.source.PushSource;
import io.fieldloop.models.placement.SignedPlacement;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Serving;
import io.fieldloop.protocol.message.ShadowCounts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The pipelines of all streams. Any thread. */
final class Pipelines {
    private final List<Pipeline> pipelines = new CopyOnWriteArrayList<>();

    void add(Pipeline pipeline) {
        pipelines.add(pipeline);
    }

    void start() {
        pipelines.forEach(Pipeline::start);
    }

    /** How many images could not be read. */
    long skipped() {
        return pipelines.stream().mapToLong(Pipeline::skipped).sum();
    }

    /** How many images were not captured because they look like one that was. */
    long suppressed() {
        return pipelines.stream().mapToLong(Pipeline::suppressed).sum();
    }

    /** What came of asking their shadows. */
    List<ShadowCounts> shadows() {
        return pipelines.stream()
                .flatMap(pipeline -> pipeline.shadow().stream())
                .toList();
    }

    /** The streams that take images by the local API. */
    Map<StreamName, PushSource> pushed() {
        Map<StreamName, PushSource> streams = new TreeMap<>();
        for (Pipeline pipeline : pipelines) {
            if (pipeline.source() instanceof PushSource source) {
                streams.put(pipeline.stream(), source);
            }
        }
        return streams;
    }

    /** What serves the streams, with a certificate of where it runs. */
    List<Serving> serving(Certificates certificates) {
        return pipelines.stream()
                .flatMap(pipeline -> pipeline.pool().serving().stream()
                        .map(served -> new Serving(
                                pipeline.stream(),
                                served.model(),
                                served.variant(),
                                served.accelerator(),
                                pipeline.pool()
                                        .placement()
                                        .flatMap(placement -> certificates.of(served.model(), placement))
                                        .map(SignedPlacement::envelope))))
                .toList();
    }
}
