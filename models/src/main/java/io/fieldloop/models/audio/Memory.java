package io.fieldloop.models.audio;

import io.fieldloop.models.pack.Chain;
import io.fieldloop.models.runtime.Session;
import java.time.Duration;
import java.util.List;

/** What the models of a chain have heard of one stream. One thread at a time. */
final class Memory {
    private final List<Session> models;
    private final Chain chain;
    private final List<StageMemory> stages;
    private final List<Trigger> triggers;
    private long samples;

    /**
     * Before the first sample.
     *
     * @param models whose memory it is; the list itself tells, not what is in it
     */
    Memory(List<Session> models, Chain chain, List<StageMemory> stages) {
        this.models = models;
        this.chain = chain;
        this.stages = List.copyOf(stages);
        this.triggers =
                chain.labels().stream().map(_ -> new Trigger(chain.events())).toList();
    }

    /** The same before the first sample. */
    Memory copy() {
        return new Memory(models, chain, stages.stream().map(StageMemory::copy).toList());
    }

    @SuppressWarnings("ReferenceEquality") // other models may be equal, but never the same
    boolean isOfSameModels(Memory other) {
        return models == other.models;
    }

    StageMemory stage(int index) {
        return stages.get(index);
    }

    /** So many samples more were heard. */
    void pass(int count) {
        samples += count;
    }

    /** Takes the next score of a label; whether an event begins with it. */
    boolean begins(int label, float score) {
        Duration at = Duration.ofMillis(samples * 1_000 / chain.sound().sampleRate());
        return triggers.get(label).begins(score, at);
    }
}
