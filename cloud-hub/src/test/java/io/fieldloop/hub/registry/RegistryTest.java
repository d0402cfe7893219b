package io.fieldloop.hub.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.models.pack.Golden;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Prediction.Classified;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class RegistryTest {
    private final Registry registry;
    private final LoadedModels loaded;
    private final FashionModel fashion;

    RegistryTest(TestHub hub) throws Exception {
        registry = hub.part(Registry.class);
        loaded = hub.part(LoadedModels.class);
        fashion = new FashionModel(hub);
    }

    @Test
    void version_isCountedSignedAndKnowsItsTensorsAndAnswers() throws Exception {
        ModelRef first = fashion.register();
        ModelRef second = fashion.register();

        assertThat(first.version()).isEqualTo(1);
        assertThat(second.version()).isEqualTo(2);
        Manifest manifest = registry.manifest(second);
        assertThat(manifest.model()).isEqualTo(second);
        assertThat(manifest.variants().getFirst().outputs())
                .extracting(o -> o.name())
                .contains("logits", "features");
        Golden golden = manifest.goldens().getFirst();
        var answer = loaded.predict(second, ImageReader.read(Bytes.wrap(FashionModel.golden())));
        assertThat(answer.prediction()).isEqualTo(golden.expected());
        assertThat(((Classified) golden.expected()).classes()).hasSize(3);
        assertThat(registry.isPackageFile(golden.input().sha256())).isTrue();
        assertThat(registry.isPackageFile(Sha256.of(new byte[] {1}))).isFalse();
    }

    @Test
    void model_thatIsDamagedOrLacksAnOutput_isRefusedAndTakesNoNumber() throws Exception {
        byte[] damaged = Arrays.copyOf(fashion.onnx(), fashion.onnx().length / 2);
        var damagedDraft = fashion.draft(fashion.store(damaged), FashionModel.POSTPROCESSING);
        var noModelDraft =
                fashion.draft(fashion.store("no model".getBytes(StandardCharsets.UTF_8)), FashionModel.POSTPROCESSING);
        var wrongOutput =
                fashion.draft(fashion.store(fashion.onnx()), new TopClasses("probabilities", Activation.NONE, 3));

        assertThatThrownBy(() -> registry.register(damagedDraft, "tester")).isInstanceOf(RefusedModelException.class);
        assertThatThrownBy(() -> registry.register(noModelDraft, "tester")).isInstanceOf(RefusedModelException.class);
        assertThatThrownBy(() -> registry.register(wrongOutput, "tester"))
                .isInstanceOf(RefusedModelException.class)
                .hasMessageContaining("has no output 'probabilities'");
        assertThat(fashion.register().version()).isEqualTo(1);
    }

    @Test
    void brief_onceThereIsAVersion_keepsItsLabels() throws Exception {
        fashion.register();
        Brief brief = registry.brief(fashion.name());
        var other =
                new Brief(brief.description(), brief.task(), List.of("cat"), brief.metric(), brief.floor(), 0, 0, 0);

        assertThatThrownBy(() -> registry.putBrief(fashion.name(), other, "tester"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has versions");
    }

    @Test
    void brief_withAWrongField_isRefusedByItsName() {
        var name = new ModelName(TestHub.name("wrong"));

        assertThatThrownBy(() -> registry.putBrief(
                        name,
                        new Brief("", "image-classification", List.of("a", "a"), "accuracy", 0.5, 0, 0, 0),
                        "tester"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors().getFirst().pointer()).isEqualTo("/labels/1"));
        assertThatThrownBy(() -> registry.putBrief(
                        name, new Brief("", "image-classification", List.of("a"), "accuracy", 1.5, 0, 0, 0), "tester"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors().getFirst().pointer()).isEqualTo("/floor"));
        assertThatThrownBy(() -> registry.putBrief(
                        name, new Brief("", "object-detection", List.of("a"), "accuracy", 0, 0, 0, 0), "tester"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors().getFirst().detail())
                                .isEqualTo("the metric of object-detection is none, not 'accuracy'"));
        assertThatThrownBy(() -> registry.putBrief(
                        name, new Brief("", "telepathy", List.of("a"), "accuracy", 0.5, 0, 0, 0), "tester"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors().getFirst().pointer()).isEqualTo("/task"));
    }
}
