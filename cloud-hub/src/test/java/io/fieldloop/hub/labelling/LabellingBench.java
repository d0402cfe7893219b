package io.fieldloop.hub.labelling;

import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSamples;
import io.fieldloop.protocol.ModelName;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** A model of its own with samples of falling value. */
final class LabellingBench {
    private final Jdbi jdbi;
    private final Labelling labelling;
    private final TestSamples samples;
    private final ModelName model = new ModelName(TestHub.name("labelled"));

    LabellingBench(TestHub hub) {
        this.jdbi = hub.part(Jdbi.class);
        this.labelling = hub.part(Labelling.class);
        this.samples = new TestSamples(jdbi);
        putBrief(model);
    }

    Labelling labelling() {
        return labelling;
    }

    ModelName model() {
        return model;
    }

    ModelName anotherModel() {
        return new ModelName(TestHub.name("early"));
    }

    void putBrief(ModelName of) {
        samples.putBrief(of, List.of("bag", "boot"));
    }

    List<UUID> samples(int count) {
        return samplesOf(model, count);
    }

    /** Their ids, the most valuable first. */
    List<UUID> samplesOf(ModelName of, int count) {
        return samples.insert(of, count);
    }

    void endLeases() {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE labelling_task SET claimed_until = now() - interval '1 second' WHERE model = ?",
                model.value()));
    }

    List<String> history(UUID task) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT action, class, by FROM labelling_change WHERE task = :task ORDER BY number")
                .bind("task", task)
                .map((row, _) ->
                        "%s %s %s".formatted(row.getString("action"), row.getString("class"), row.getString("by")))
                .list());
    }
}
