package io.fieldloop.hub.training;

import io.fieldloop.hub.behaviour.Behaviours;
import io.fieldloop.hub.behaviour.Profile;
import io.fieldloop.hub.datasets.Origin;
import io.fieldloop.hub.datasets.SnapshotItem;
import io.fieldloop.hub.datasets.Snapshots;
import io.fieldloop.hub.datasets.Split.Side;
import io.fieldloop.hub.registry.Evaluation;
import io.fieldloop.hub.registry.LoadedModels;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.models.evaluate.ConfusionCounter;
import io.fieldloop.models.evaluate.ConfusionMatrix;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.BehaviourCounter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out how versions do on the test items of a snapshot, lab and field apart. */
@Singleton
final class Evaluating {
    private final Registry registry;
    private final Behaviours behaviours;
    private final LoadedModels models;
    private final Snapshots snapshots;
    private final ItemImages images;
    private final InstantSource clock;

    Evaluating(
            Registry registry,
            Behaviours behaviours,
            LoadedModels models,
            Snapshots snapshots,
            ItemImages images,
            InstantSource clock) {
        this.registry = registry;
        this.behaviours = behaviours;
        this.models = models;
        this.snapshots = snapshots;
        this.images = images;
        this.clock = clock;
    }

    /** The whole of an evaluation run. */
    void run(RunRow run, RunProgress progress) throws RunFailedException {
        evaluate(run.model(), run.snapshot(), progress);
    }

    /**
     * Evaluates a version, and keeps the result at the registry and how it behaved as its profile.
     *
     * @throws RunFailedException if the snapshot holds nothing to test on, or the model cannot be run
     */
    void evaluate(ModelRef version, Sha256 snapshot, RunProgress progress) throws RunFailedException {
        Map<Origin, List<SnapshotItem>> parts = testItems(snapshot);
        int total = parts.values().stream().mapToInt(List::size).sum();
        if (total == 0) {
            throw new RunFailedException("the snapshot has no test item; take one with a larger test share");
        }
        try (LoadedModel model = models.load(version);
                Predictor predictor = model.newPredictor()) {
            int done = 0;
            for (Map.Entry<Origin, List<SnapshotItem>> part : parts.entrySet()) {
                String step = "evaluating %s on %s images"
                        .formatted(version, part.getKey().word());
                var counter = new ConfusionCounter(model.manifest().labels());
                var behaviour = new BehaviourCounter();
                for (SnapshotItem item : part.getValue()) {
                    progress.at(step, (double) done++ / total);
                    Prediction prediction = answer(predictor, item);
                    counter.add(item.className(), prediction.firstLabel());
                    behaviour.add(prediction.firstLabel(), prediction.confidence());
                }
                behaviours.keep(version, profile(snapshot, part.getKey(), behaviour.behaviour()));
                registry.evaluated(version, evaluation(snapshot, part.getKey(), counter.matrix()));
            }
        } catch (ModelException | ImageException | IOException e) {
            throw new RunFailedException("%s cannot be evaluated: %s".formatted(version, e.getMessage()), e);
        }
    }

    private Evaluation evaluation(Sha256 snapshot, Origin part, ConfusionMatrix confusion) {
        return Evaluation.of(snapshot, part.word(), confusion, now());
    }

    private Profile profile(Sha256 snapshot, Origin part, Behaviour behaviour) {
        return new Profile(Profile.Source.of(part.word()), Optional.of(snapshot), behaviour, now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Map<Origin, List<SnapshotItem>> testItems(Sha256 snapshot) {
        Map<Origin, List<SnapshotItem>> parts = new EnumMap<>(Origin.class);
        snapshots.forEach(
                snapshot,
                Side.TEST,
                item -> parts.computeIfAbsent(item.origin(), _ -> new ArrayList<>())
                        .add(item));
        return parts;
    }

    private Prediction answer(Predictor predictor, SnapshotItem item)
            throws ModelException, ImageException, RunFailedException {
        Prediction prediction = predictor.predict(images.of(item));
        return switch (prediction) {
            case Classified _ -> prediction;
            case Detected _, Segmented _ ->
                throw new RunFailedException("only image classification can be evaluated yet");
        };
    }
}
