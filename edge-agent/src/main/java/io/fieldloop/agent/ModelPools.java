package io.fieldloop.agent;

import static java.util.Objects.requireNonNull;

import io.fieldloop.agent.capture.ShadowModel;
import io.fieldloop.agent.config.AgentConfig;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.protocol.ModelName;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A pool for each model of a device: those that answer its streams, and its shadows. A model may be both. Any thread. */
final class ModelPools implements AutoCloseable {
    private final Map<ModelName, InferencePool> pools = new TreeMap<>();
    private final Map<ModelName, ShadowModel> shadows = new TreeMap<>();
    private final List<InferencePool> ofStreams;

    /** Starts pools of which none serves yet, each with a worker for a shadow besides those for the streams. */
    ModelPools(AgentConfig config) {
        int processors = Runtime.getRuntime().availableProcessors();
        List<ModelName> streams =
                config.streams().stream().map(AgentConfig.Stream::model).toList();
        for (ModelName model : streams) {
            int count = Collections.frequency(streams, model);
            int spare = config.shadows().contains(model) ? 1 : 0;
            pools.computeIfAbsent(
                    model, _ -> new InferencePool(model, Math.min(processors, count) + spare, count + spare));
        }
        ofStreams = List.copyOf(pools.values());
        for (ModelName model : config.shadows()) {
            shadows.put(model, new ShadowModel(pools.computeIfAbsent(model, _ -> new InferencePool(model, 1, 1))));
        }
    }

    /** That of a model of a stream. */
    InferencePool of(AgentConfig.Stream stream) {
        return requireNonNull(pools.get(stream.model()), "each model of a stream has a pool");
    }

    Collection<InferencePool> all() {
        return Collections.unmodifiableCollection(pools.values());
    }

    /** Those that answer streams. */
    List<InferencePool> ofStreams() {
        return ofStreams;
    }

    Map<ModelName, ShadowModel> shadows() {
        return Collections.unmodifiableMap(shadows);
    }

    @Override
    public void close() {
        pools.values().forEach(InferencePool::close);
    }
}
