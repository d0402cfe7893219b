package io.fieldloop.hub.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.registry.Brief;
import io.fieldloop.hub.registry.Evaluation;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.models.evaluate.ConfusionMatrix;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class GateTest {
    private static final Sha256 SNAPSHOT = Sha256.of(new byte[] {1});
    private static final Sha256 OTHER_SNAPSHOT = Sha256.of(new byte[] {2});

    private final Registry registry;
    private final Gate gate;
    private final RolloutBench bench;

    GateTest(TestHub hub) {
        registry = hub.part(Registry.class);
        gate = hub.part(Gate.class);
        bench = new RolloutBench(hub);
    }

    @BeforeEach
    void registerVersions() {
        bench.registerVersions(2);
        bench.floor(0.8);
        bench.parent(2, 1);
    }

    @Test
    void firstVersion_passesWithoutEvaluation() {
        assertThat(refusal(1)).isEmpty();
    }

    @Test
    void version_withoutALabEvaluation_isRefused() {
        evaluated(2, SNAPSHOT, Evaluation.FIELD, 99);

        assertThat(refusal(2)).hasValueSatisfying(why -> assertThat(why).contains("never evaluated on lab images"));
    }

    @Test
    void version_belowTheFloorInTheLab_isRefused_andOnItPasses() {
        evaluated(2, SNAPSHOT, Evaluation.LAB, 79);
        assertThat(refusal(2)).hasValueSatisfying(why -> assertThat(why).contains("0.7900", "floor of 0.8000"));

        evaluated(2, SNAPSHOT, Evaluation.LAB, 80);
        assertThat(refusal(2)).isEmpty();
    }

    @Test
    void version_worseInTheFieldThanItsParent_isRefused_andAsGoodPasses() {
        evaluated(2, SNAPSHOT, Evaluation.LAB, 90);
        evaluated(1, SNAPSHOT, Evaluation.FIELD, 50);
        evaluated(2, SNAPSHOT, Evaluation.FIELD, 49);
        assertThat(refusal(2)).hasValueSatisfying(why -> assertThat(why).contains("0.4900", "@1 reaches 0.5000"));

        evaluated(2, SNAPSHOT, Evaluation.FIELD, 50);
        assertThat(refusal(2)).isEmpty();
    }

    @Test
    void version_whoseParentWasNotEvaluatedOnTheSameSnapshot_isRefused() {
        evaluated(2, SNAPSHOT, Evaluation.LAB, 90);
        evaluated(1, OTHER_SNAPSHOT, Evaluation.FIELD, 10);
        evaluated(2, SNAPSHOT, Evaluation.FIELD, 50);

        assertThat(refusal(2))
                .hasValueSatisfying(why -> assertThat(why).contains("was not evaluated on snapshot " + SNAPSHOT));
    }

    @Test
    void version_ofADetector_passesUnmeasured() {
        Brief boxes = new Brief("", "object-detection", List.of("cat"), "none", 0, 0, 0, 0);

        assertThat(gate.refusal(boxes, registry.require(new ModelRef(bench.model(), 2))))
                .isEmpty();
    }

    private Optional<String> refusal(int version) {
        return gate.refusal(registry.brief(bench.model()), registry.require(new ModelRef(bench.model(), version)));
    }

    private void evaluated(int version, Sha256 snapshot, String part, long rightOfHundred) {
        var confusion = new ConfusionMatrix(
                List.of("a", "b"), List.of(List.of(rightOfHundred, 100 - rightOfHundred), List.of(0L, 0L)));
        registry.evaluated(
                new ModelRef(bench.model(), version),
                Evaluation.of(snapshot, part, confusion, Instant.parse("2026-11-22T12:00:00Z")));
    }
}
