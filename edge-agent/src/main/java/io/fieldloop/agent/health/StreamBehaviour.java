package io.fieldloop.agent.health;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.BehaviourCounter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts what the versions of a model say of one stream. Any thread. */
public final class StreamBehaviour {
    private final StreamName stream;
    private final Optional<String> embedding;

    /** What was counted since it was taken last; guarded by this. */
    private Map<ModelRef, BehaviourCounter> versions = new HashMap<>();

    StreamBehaviour(StreamName stream, Optional<String> embedding) {
        this.stream = stream;
        this.embedding = embedding;
    }

    StreamName stream() {
        return stream;
    }

    /** Counts an answer; makes no objects but for a version or a class that is new. */
    public synchronized void answered(Answer answer) {
        BehaviourCounter counter = versions.computeIfAbsent(answer.model(), _ -> new BehaviourCounter());
        Prediction prediction = answer.prediction();
        counter.add(prediction.firstLabel(), prediction.confidence());
        counter.addLatency(TimeUnit.NANOSECONDS.toMicros(answer.took().toNanos()));
        if (embedding.isPresent()) {
            float[] values = answer.outputs().get(embedding.get());
            if (values != null) {
                counter.addEmbedding(values);
            }
        }
    }

    /** What was counted since this was called last. */
    Map<ModelRef, Behaviour> take() {
        Map<ModelRef, BehaviourCounter> taken;
        synchronized (this) {
            taken = versions;
            versions = new HashMap<>();
        }
        Map<ModelRef, Behaviour> behaviours = new HashMap<>();
        taken.forEach((version, counter) -> behaviours.put(version, counter.behaviour()));
        return behaviours;
    }
}
