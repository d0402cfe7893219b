package io.fieldloop.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtException;
import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.dataset.FashionMnist;
import io.fieldloop.models.dataset.LabelledImages;
import io.fieldloop.models.onnx.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The model that came with the program, whoever trained it and wherever. */
class FashionCnnTest {

    @Test
    void the_committed_model_sees_at_least_what_is_required_and_what_it_claims() throws IOException, OrtException {
        LabelledImages test = FashionMnist.test(TestAssets.cacheWith(FashionMnist.ASSET));
        BaseModel base = BaseModel.fashionCnn();
        try (var model = new ExportedModel(base.read())) {
            double accuracy = Score.of(test, model.classify(test), 10).accuracy();
            assertThat(accuracy).isGreaterThanOrEqualTo(TrainBaseCommand.LEAST_ACCURACY);
            assertThat(accuracy).isCloseTo(base.testAccuracy(), within(0.001));
        }
    }

    @Test
    void the_committed_model_is_small_and_takes_and_gives_what_it_says() throws IOException {
        BaseModel base = BaseModel.fashionCnn();
        byte[] bytes = base.read();
        assertThat(bytes).hasSizeLessThanOrEqualTo(TrainBaseCommand.LARGEST_SIZE_BYTES);
        ModelProto model = OnnxFile.parse(bytes);
        assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
        assertThat(shapes(model.getGraph().getInputList())).containsExactly("image N,1,28,28");
        assertThat(shapes(model.getGraph().getOutputList())).containsExactly("logits N,10", "features N,64");
        assertThat(base.labels()).isEqualTo(FashionMnist.LABELS);
    }

    @Test
    void the_model_card_tells_of_this_model() throws IOException {
        BaseModel base = BaseModel.fashionCnn();
        Path card = Path.of(System.getProperty("fieldloop.root"), "models", "catalogue", base.name(), "model-card.md");
        assertThat(Files.readString(card))
                .contains(base.onnx().sha256().hex())
                .contains(String.format(Locale.ROOT, "%.2f %%", 100 * base.testAccuracy()))
                .contains("./fieldloop train-base --seed");
    }

    private static List<String> shapes(List<ValueInfoProto> values) {
        return values.stream()
                .map(value -> value.getName() + " "
                        + String.join(
                                ",",
                                value.getType().getTensorType().getShape().getDimList().stream()
                                        .map(axis -> axis.hasDimParam()
                                                ? axis.getDimParam()
                                                : String.valueOf(axis.getDimValue()))
                                        .toList()))
                .toList();
    }
}
