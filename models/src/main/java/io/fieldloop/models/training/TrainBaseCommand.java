package io.fieldloop.models.training;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import io.fieldloop.models.catalogue.AssetCache;
import io.fieldloop.models.dataset.FashionMnist;
import io.fieldloop.models.dataset.LabelledImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fieldloop train-base}: trains the catalogue's base model anew, measures what it exported, and keeps it only if it is good. */
@Command(
        name = "fieldloop train-base",
        sortOptions = false,
        description =
                "Trains the base model of the catalogue on Fashion-MNIST and writes model.onnx, model.json and model-card.md. Nothing "
                        + "is written unless the exported model reaches the required accuracy and size in ONNX Runtime.",
        footer = {
            "",
            "Needs the asset fashion-mnist (fieldloop fetch fashion-mnist) and PyTorch's libraries (Maven profile train).",
            "Exit codes: 0 the model was written, 1 it was not, 2 wrong usage."
        })
public final class TrainBaseCommand implements Callable<Integer> {

    static final double LEAST_ACCURACY = 0.90;
    static final int LARGEST_SIZE_BYTES = 500_000;

    /** Folding the normalisation rounds anew, which may turn the answer to an image that stands between two classes. */
    private static final int MOST_TURNED_ANSWERS = 10;

    @Option(
            names = "--epochs",
            defaultValue = "10",
            description = "How often each image is learnt from (default ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Decides everything that is random (default ${DEFAULT-VALUE}).")
    private int seed;

    @SuppressWarnings("NullAway.Init") // Has a default.
    @Option(
            names = "--out",
            defaultValue = "models/catalogue/fashion-cnn",
            paramLabel = "FOLDER",
            description = "Where the model goes (default ${DEFAULT-VALUE}).")
    private Path folder;

    @SuppressWarnings("UnusedVariable") // Picocli reads it.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @SuppressWarnings("NullAway.Init") // Set before call().
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TrainBaseCommand()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter errors = spec.commandLine().getErr();
        try {
            return train(plan());
        } catch (IOException | OrtException | EngineException e) {
            errors.println("The model was not trained: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private TrainingPlan plan() {
        try {
            return new TrainingPlan(seed, epochs);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int train(TrainingPlan plan) throws IOException, OrtException {
        PrintWriter out = spec.commandLine().getOut();
        var cache = AssetCache.ofUser();
        LabelledImages learntFrom = FashionMnist.training(cache);
        LabelledImages test = FashionMnist.test(cache);
        requirePyTorch();
        Network network = Network.fashionCnn();
        try (var training = new Training(network, plan)) {
            training.run(learntFrom, new ProgressLines(out, InstantSource.system()));
            ModelProto model = network.onnx();
            int[] answers = answersOf(model, test);
            int turned = differences(training.classify(test), answers);
            Score score = Score.of(test, answers, network.classes());
            out.printf(
                    "%.2f %% of %,d test images right in ONNX Runtime; %d answers differ from PyTorch's; %,d bytes%n",
                    100 * score.accuracy(), score.images(), turned, model.getSerializedSize());
            require(score, turned, model.getSerializedSize());
            new BaseModelFiles(network, model, FashionMnist.LABELS, plan, score).write(folder);
            out.println("wrote " + folder.resolve("model.onnx"));
        }
        return CommandLine.ExitCode.OK;
    }

    private static void requirePyTorch() throws IOException {
        useOneThread();
        if (!Engine.hasEngine(Training.ENGINE)) {
            throw new IOException(
                    "PyTorch is not on the class path; build with the Maven profile train, as ./fieldloop train-base does");
        }
    }

    /** PyTorch's threads wait for each other so busily that two are slower than one on a machine that does anything else. */
    static void useOneThread() {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.offline", "true");
    }

    private static int[] answersOf(ModelProto model, LabelledImages images) throws OrtException {
        try (var exported = new ExportedModel(model.toByteArray())) {
            return exported.classify(images);
        }
    }

    private static int differences(int[] some, int[] others) {
        int differences = 0;
        for (int index = 0; index < some.length; index++) {
            if (some[index] != others[index]) {
                differences++;
            }
        }
        return differences;
    }

    private static void require(Score score, int turned, int sizeBytes) throws IOException {
        if (turned > MOST_TURNED_ANSWERS) {
            throw new IOException(
                    turned + " answers of the exported model differ from the trained one's; the export is wrong");
        }
        if (score.accuracy() < LEAST_ACCURACY) {
            throw new IOException("it sees %.2f %% right and must reach %.0f %%; try more epochs"
                    .formatted(100 * score.accuracy(), 100 * LEAST_ACCURACY));
        }
        if (sizeBytes > LARGEST_SIZE_BYTES) {
            throw new IOException("it has " + sizeBytes + " bytes and may have " + LARGEST_SIZE_BYTES);
        }
    }
}
