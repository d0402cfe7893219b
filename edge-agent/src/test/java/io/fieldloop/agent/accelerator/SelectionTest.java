package io.fieldloop.agent.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.accelerator.Decision.Chosen;
import io.fieldloop.agent.accelerator.Decision.Refused;
import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final Accelerator CPU = Accelerator.CPU;
    private static final Accelerator XNNPACK = Accelerator.parse("xnnpack");
    private static final Accelerator NPU = Accelerator.parse("tflite:/usr/lib/libnpu.so");
    private static final Accelerator GPU = Accelerator.parse("cuda");

    private final List<Probed> table = new ArrayList<>();

    /** Takes so many microseconds, and leaves so many of its ten operators to the processor. */
    private void fit(Accelerator accelerator, long micros, int elsewhere) {
        Placement placement = new Placement(
                Map.of(accelerator.name(), Map.of("Conv", 10 - elsewhere), "rest", Map.of("Softmax", elsewhere)));
        table.add(new Probed(
                new Candidate("v", accelerator), new Fit(micros, micros, OptionalLong.empty(), 1, 0, placement)));
    }

    private void unfit(Accelerator accelerator, FailureCode code, String why) {
        table.add(new Probed(new Candidate("v", accelerator), new Unfit(new Failure(code, why))));
    }

    private Decision decide(Policy policy, Accelerator... named) {
        return new Selection(new Preference(policy, List.of(named)), table).decide();
    }

    private static void assertChosen(Decision decision, Accelerator accelerator) {
        assertThat(decision).isInstanceOfSatisfying(Chosen.class, chosen -> {
            assertThat(chosen.candidate().accelerator()).isEqualTo(accelerator);
            assertThat(chosen.fallback()).isEmpty();
        });
    }

    private static void assertRefused(Decision decision, FailureCode code, String... why) {
        assertThat(decision).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.failure().code()).isEqualTo(code);
            assertThat(refused.failure().detail()).contains(why);
        });
    }

    @Test
    void any_somethingFoundIsClearlyFaster_servesOnIt() {
        fit(CPU, 1_000, 0);
        fit(XNNPACK, 200, 0);
        fit(NPU, 180, 0);
        fit(GPU, 5_000, 0);
        assertChosen(decide(Policy.ANY), NPU);
    }

    @Test
    void any_somethingFoundIsHardlyFaster_staysOnTheFasterKernelsOfTheProcessor() {
        fit(CPU, 1_000, 0);
        fit(XNNPACK, 200, 0);
        fit(NPU, 181, 0);
        assertChosen(decide(Policy.ANY), XNNPACK);
    }

    @Test
    void any_onlyTheProcessorIsFit_serves() {
        fit(CPU, 1_000, 0);
        unfit(XNNPACK, FailureCode.TRIAL_CRASHED, "SIGSEGV");
        assertChosen(decide(Policy.ANY), CPU);
    }

    @Test
    void any_nothingIsFit_isRefusedForWhatIsWrongOnTheProcessor() {
        unfit(GPU, FailureCode.TRIAL_LOAD_FAILED, "no GPU");
        unfit(CPU, FailureCode.TRIAL_OUTPUT_WRONG, "golden sample 1 of 1");
        assertRefused(decide(Policy.ANY), FailureCode.TRIAL_OUTPUT_WRONG, "golden sample 1 of 1");
    }

    @Test
    void prefer_namedIsALittleSlower_serves() {
        fit(CPU, 1_000, 0);
        fit(NPU, 1_100, 3);
        assertChosen(decide(Policy.PREFER, NPU), NPU);
    }

    @Test
    void prefer_namedIsMuchSlower_fallsBackAndSaysSo() {
        fit(CPU, 1_000, 0);
        fit(NPU, 1_101, 0);
        assertThat(decide(Policy.PREFER, NPU)).isInstanceOfSatisfying(Chosen.class, chosen -> {
            assertThat(chosen.candidate().accelerator()).isEqualTo(CPU);
            assertThat(chosen.fallback()).contains("v on tflite:/usr/lib/libnpu.so needs 1101 µs");
        });
    }

    @Test
    void prefer_namedIsUnfit_fallsBackAndSaysWhy() {
        fit(CPU, 1_000, 0);
        unfit(NPU, FailureCode.TRIAL_TIMED_OUT, "no answer within PT1M");
        assertThat(decide(Policy.PREFER, NPU))
                .isInstanceOfSatisfying(
                        Chosen.class,
                        chosen -> assertThat(chosen.fallback().orElseThrow())
                                .contains("libnpu.so", "TRIAL_TIMED_OUT", "no answer within PT1M"));
    }

    @Test
    void prefer_theProcessorItself_isNoFallback() {
        fit(CPU, 1_000, 0);
        assertChosen(decide(Policy.PREFER, CPU), CPU);
    }

    @Test
    void prefer_onlyTheNamedIsFit_serves() {
        unfit(CPU, FailureCode.TRIAL_TOO_SLOW, "the limit is 5 µs");
        fit(NPU, 3, 0);
        assertChosen(decide(Policy.PREFER, NPU), NPU);
    }

    @Test
    void require_namedIsSlower_servesAllTheSame() {
        fit(CPU, 10, 0);
        fit(NPU, 9_000, 9);
        fit(GPU, 8_000, 9);
        assertChosen(decide(Policy.REQUIRE, NPU, GPU), GPU);
    }

    @Test
    void require_namedIsUnfit_isRefusedAlthoughTheProcessorIsFit() {
        fit(CPU, 10, 0);
        unfit(NPU, FailureCode.TRIAL_CRASHED, "SIGSEGV in libnpu.so");
        assertRefused(
                decide(Policy.REQUIRE, NPU),
                FailureCode.ACCELERATOR_UNFIT,
                "v on tflite:/usr/lib/libnpu.so: ",
                "SIGSEGV in libnpu.so");
    }

    @Test
    void require_namedTakesNoOperator_isRefused() {
        fit(CPU, 10, 0);
        fit(NPU, 5, 10);
        assertRefused(
                decide(Policy.REQUIRE, NPU),
                FailureCode.ACCELERATOR_UNFIT,
                "v on tflite:/usr/lib/libnpu.so takes no operator");
    }

    @Test
    void forbidFallback_oneNamedTakesEveryOperator_serves() {
        fit(CPU, 10, 0);
        fit(NPU, 20, 1);
        fit(GPU, 30, 0);
        assertChosen(decide(Policy.FORBID_FALLBACK, NPU, GPU), GPU);
    }

    @Test
    void forbidFallback_anOperatorRunsElsewhere_isRefusedWithTheCount() {
        fit(CPU, 10, 0);
        fit(NPU, 20, 1);
        assertRefused(
                decide(Policy.FORBID_FALLBACK, NPU),
                FailureCode.OPERATOR_FALLBACK,
                "1 of the 10 operators of v on tflite:/usr/lib/libnpu.so do not run there: ");
    }

    @Test
    void forbidFallback_nothingNamedIsFit_isRefused() {
        fit(CPU, 10, 0);
        unfit(NPU, FailureCode.TRIAL_LOAD_FAILED, "device not found");
        assertRefused(decide(Policy.FORBID_FALLBACK, NPU), FailureCode.ACCELERATOR_UNFIT, "device not found");
    }
}
