package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.runtime.Accelerator.BuiltIn;
import io.fieldloop.models.runtime.Accelerator.Delegate;
import io.fieldloop.models.runtime.Accelerator.Kind;
import io.fieldloop.models.runtime.ModelException.Reason;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** TensorFlow Lite with delegates, on the BlazeFace detector, which has 16 additions among its operators. */
class DelegateTest {
    private static final Path MODEL = TestAssets.file("blazeface-tflite", "short_range.tflite");
    private static final Accelerator XNNPACK = new BuiltIn(Kind.XNNPACK, Map.of());

    /** What came out, and where the operators ran. */
    private record Ran(FloatBuffer output, Placement placement, String accelerator) {}

    private static Ran run(Accelerator accelerator) throws ModelException {
        ModelRuntime runtime = Runtimes.available().forFormat(ModelFormat.TFLITE);
        LoadOptions options = LoadOptions.DEFAULT.on(accelerator).observe();
        try (Session session = runtime.load(MODEL, options);
                Invocation invocation = session.newInvocation(1)) {
            FloatBuffer input = invocation.input(0).floats();
            for (int i = 0; i < input.capacity(); i++) {
                input.put(i, i % 1_000 * 7_919 % 1_000 / 1_000f);
            }
            invocation.run();
            FloatBuffer output = invocation.output(0).floats();
            FloatBuffer copy = FloatBuffer.allocate(output.capacity()).put(0, output, 0, output.capacity());
            return new Ran(copy, session.placement(), session.accelerator());
        }
    }

    private static float distance(FloatBuffer one, FloatBuffer other) {
        float distance = 0;
        for (int i = 0; i < one.capacity(); i++) {
            distance = Math.max(distance, Math.abs(one.get(i) - other.get(i)));
        }
        return distance;
    }

    @Test
    void load_processor_runsEverythingThere() throws ModelException {
        Ran cpu = run(Accelerator.CPU);
        assertThat(cpu.accelerator()).isEqualTo("cpu");
        assertThat(cpu.placement().operators()).containsOnlyKeys("cpu");
        assertThat(cpu.placement().operators().get("cpu"))
                .containsEntry("Add", 16)
                .containsKeys("Conv2d", "DepthwiseConv2d");
        assertThat(cpu.placement().fallback(Accelerator.CPU)).isZero();
    }

    @Test
    void load_xnnpack_takesNearlyEverything() throws ModelException {
        Ran xnnpack = run(XNNPACK);
        int all = run(Accelerator.CPU).placement().count();
        assertThat(xnnpack.placement().count()).isEqualTo(all);
        assertThat(xnnpack.placement().on(XNNPACK)).isGreaterThan(all * 9 / 10);
    }

    @Test
    void load_delegateThatBehaves_takesItsOperatorsAndLeavesTheRestToXnnpack() throws ModelException {
        Accelerator tiny = TinyLibraries.delegate("behave");
        Ran ran = run(tiny);
        assertThat(ran.accelerator())
                .isEqualTo(tiny.name())
                .startsWith("tflite:/")
                .endsWith("libtiny_delegate.so");
        assertThat(ran.placement().operators().get(tiny.name())).isEqualTo(Map.of("Add", 16));
        assertThat(ran.placement().operators()).containsKey("xnnpack");
        assertThat(ran.placement().fallback(tiny)).isEqualTo(ran.placement().count() - 16);
        assertThat(distance(ran.output(), run(Accelerator.CPU).output())).isLessThan(1e-3f);
    }

    @Test
    void load_delegateThatTakesNothing_isSeenToDoSo() throws ModelException {
        Accelerator idle = TinyLibraries.delegate("idle");
        assertThat(run(idle).placement().on(idle)).isZero();
    }

    @Test
    void load_delegateThatIsWrong_comesOutOtherwise() throws ModelException {
        Ran wrong = run(TinyLibraries.delegate("wrong"));
        assertThat(distance(wrong.output(), run(Accelerator.CPU).output())).isGreaterThan(0.1f);
    }

    @Test
    void load_delegateCannotBeMade_saysWhatItReported() throws ModelException {
        assertThatThrownBy(() -> run(TinyLibraries.delegate("fail-create")))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ACCELERATOR_UNAVAILABLE))
                .hasMessageContainingAll("libtiny_delegate.so", "tiny: device not found");
        assertThat(run(Accelerator.CPU).output().capacity()).isPositive();
    }

    @Test
    void load_delegateRefusesTheModel_saysSoAndLeavesTheProcessWell() throws ModelException {
        assertThatThrownBy(() -> run(TinyLibraries.delegate("fail-prepare")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tiny: the driver refuses the model");
        assertThat(run(Accelerator.CPU).output().capacity()).isPositive();
    }

    @Test
    void load_libraryThatIsNoDelegate_saysWhy() {
        assertThatThrownBy(() -> run(new Delegate(Path.of("/no/such/libnpu.so"), Map.of())))
                .hasMessage("there is no library /no/such/libnpu.so");
        assertThatThrownBy(() -> run(new Delegate(MODEL.toAbsolutePath(), Map.of())))
                .hasMessageContaining("cannot be loaded; 'ldd ");
        assertThatThrownBy(() -> run(new Delegate(Path.of("/lib/x86_64-linux-gnu/libm.so.6"), Map.of())))
                .hasMessageContaining("it has no tflite_plugin_create_delegate");
    }

    @Test
    void load_acceleratorOfAnotherRuntime_isRefused() {
        assertThatThrownBy(() -> run(Accelerator.parse("cuda")))
                .hasMessageContaining("TensorFlow Lite has no cuda; it has xnnpack without options");
        assertThatThrownBy(() -> run(Accelerator.parse("xnnpack?threads=2"))).isInstanceOf(ModelException.class);
    }

    @Test
    void placement_notObserved_isNotKnown() throws ModelException {
        ModelRuntime runtime = Runtimes.available().forFormat(ModelFormat.TFLITE);
        try (Session session = runtime.load(MODEL, LoadOptions.DEFAULT)) {
            assertThat(session.accelerator()).isEqualTo("xnnpack");
            assertThatThrownBy(session::placement).hasMessageContaining("it was not observed");
        }
    }
}
