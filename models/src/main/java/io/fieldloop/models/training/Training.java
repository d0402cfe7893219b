package io.fieldloop.models.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.training.tracker.WarmUpTracker;
import io.fieldloop.models.dataset.LabelledImages;

/**
 * Trains a network by Adam, with a learning rate that rises at the start and falls along a cosine. The same seed on the same kind of
 * processor makes the same weights. Holds native memory until closed; belongs to one thread.
 */
final class Training implements AutoCloseable {

    static final String ENGINE = "PyTorch";

    private static final int BATCH = 128;
    private static final float HIGHEST_RATE = 3e-3f;
    private static final float LOWEST_RATE = 1e-5f;
    private static final int STEPS_PER_REPORT = 100;

    private final Network network;
    private final TrainingPlan plan;
    private final Model model;

    Training(Network network, TrainingPlan plan) {
        this.network = network;
        this.plan = plan;
        Engine.getEngine(ENGINE).setRandomSeed(plan.seed());
        model = Model.newInstance(network.name(), Device.cpu(), ENGINE);
        model.setBlock(network.block());
    }

    /** Runs all epochs, telling the listener about them on the way. */
    void run(LabelledImages images, TrainingListener listener) {
        int stepsPerEpoch = images.count() / BATCH;
        try (Trainer trainer = model.newTrainer(settings(stepsPerEpoch * plan.epochs()))) {
            trainer.initialize(network.shape(BATCH));
            var batches = new Batches(images, BATCH, plan.seed());
            for (int epoch = 1; epoch <= plan.epochs(); epoch++) {
                batches.shuffle();
                for (int step = 1; step <= stepsPerEpoch; step++) {
                    boolean reported = step % STEPS_PER_REPORT == 0 || step == stepsPerEpoch;
                    float loss = step(trainer, batches, step - 1, reported);
                    if (reported) {
                        listener.reached(
                                new TrainingListener.Position(epoch, plan.epochs(), step, stepsPerEpoch), loss);
                    }
                }
            }
        }
    }

    private static TrainingConfig settings(int steps) {
        Tracker falling = Tracker.cosine()
                .setBaseValue(HIGHEST_RATE)
                .optFinalValue(LOWEST_RATE)
                .setMaxUpdates(steps)
                .build();
        WarmUpTracker rate = Tracker.warmUp()
                .setMainTracker(falling)
                .optWarmUpBeginValue(HIGHEST_RATE / 10)
                .optWarmUpSteps(Math.max(1, steps / 10))
                .build();
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(Optimizer.adam().optLearningRateTracker(rate).build())
                .optDevices(new Device[] {Device.cpu()})
                .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
    }

    /** Learns from one batch. Reading the loss waits for the computation, so it is read only when wanted; else it is NaN. */
    private float step(Trainer trainer, Batches batches, int index, boolean lossWanted) {
        try (NDManager memory = trainer.getManager().newSubManager()) {
            Batches.Batch batch = batches.batch(index);
            NDArray images = memory.create(batch.pixels(), network.shape(BATCH));
            NDArray labels = memory.create(batch.labels());
            float loss = Float.NaN;
            try (GradientCollector gradients = trainer.newGradientCollector()) {
                NDList scores = trainer.forward(new NDList(images));
                NDArray wrongness = trainer.getLoss().evaluate(new NDList(labels), scores);
                gradients.backward(wrongness);
                if (lossWanted) {
                    loss = wrongness.getFloat();
                }
            }
            trainer.step();
            return loss;
        }
    }

    /** The classes that the trained network, still in the engine that trained it, gives the images. */
    int[] classify(LabelledImages images) {
        int[] classes = new int[images.count()];
        try (NDManager memory = NDManager.newBaseManager(Device.cpu(), ENGINE)) {
            var parameters = new ParameterStore(memory, false);
            for (int start = 0; start < classes.length; start += BATCH) {
                int count = Math.min(BATCH, classes.length - start);
                try (NDManager batch = memory.newSubManager()) {
                    NDArray pixels = batch.create(Batches.pixels(images, start, count), network.shape(count));
                    NDArray scores = model.getBlock()
                            .forward(parameters, new NDList(pixels), false)
                            .singletonOrThrow();
                    System.arraycopy(best(scores), 0, classes, start, count);
                }
            }
        }
        return classes;
    }

    private static int[] best(NDArray scores) {
        long[] best = scores.argMax(1).toLongArray();
        int[] classes = new int[best.length];
        for (int index = 0; index < best.length; index++) {
            classes[index] = Math.toIntExact(best[index]);
        }
        return classes;
    }

    @Override
    public void close() {
        model.close();
    }
}
