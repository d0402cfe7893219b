package io.fieldloop.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import io.fieldloop.models.dataset.IdxFiles;
import io.fieldloop.models.dataset.LabelledImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs PyTorch's libraries, which only the Maven profile {@code train} brings. */
class ExportTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void requirePyTorch() {
        Assumptions.assumeTrue(
                Engine.hasEngine(Training.ENGINE),
                "PyTorch is not on the class path: build with the Maven profile train");
        TrainBaseCommand.useOneThread();
    }

    @Test
    void an_exported_network_answers_as_the_trained_one_and_scores_alike() throws IOException, OrtException {
        LabelledImages images = IdxFiles.brightnessClasses(folder, 640, 4);
        Network network = Network.smallCnn("small", 4, 8, 4);
        try (var training = new Training(network, new TrainingPlan(1, 3))) {
            training.run(images, (position, loss) -> {});
            try (var exported = new ExportedModel(network.onnx().toByteArray())) {
                assertThat(exported.classify(images)).isEqualTo(training.classify(images));
                assertThat(exported.logits(images, 0, 1)[0])
                        .containsExactly(trainedLogits(network, images), offset(1e-4f));
            }
        }
    }

    @Test
    void the_same_seed_trains_the_same_network_and_another_seed_another() throws IOException {
        LabelledImages images = IdxFiles.brightnessClasses(folder, 256, 4);
        assertThat(trained(images, 1)).isEqualTo(trained(images, 1)).isNotEqualTo(trained(images, 2));
    }

    private static ModelProto trained(LabelledImages images, int seed) {
        Network network = Network.smallCnn("small", 4, 8, 4);
        try (var training = new Training(network, new TrainingPlan(seed, 1))) {
            var lines = new StringWriter();
            training.run(images, new ProgressLines(new PrintWriter(lines), InstantSource.fixed(Instant.EPOCH)));
            assertThat(lines.toString()).contains("epoch 1/1  step 2/2  loss ");
            return network.onnx();
        }
    }

    private static float[] trainedLogits(Network network, LabelledImages images) {
        try (NDManager memory = NDManager.newBaseManager(null, Training.ENGINE)) {
            var input = new NDList(memory.create(Batches.pixels(images, 0, 1), network.shape(1)));
            return network.block()
                    .forward(new ParameterStore(memory, false), input, false)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }
}
