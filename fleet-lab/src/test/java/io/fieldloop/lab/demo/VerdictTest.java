package io.fieldloop.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.lab.demo.DemoReport.Rollout;
import io.fieldloop.lab.demo.DemoReport.Samples;
import io.fieldloop.lab.demo.DemoReport.Snapshot;
import io.fieldloop.lab.demo.DemoReport.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Samples WHOLE = new Samples(10, 9, 0, 1);
    private static final Version FIRST = new Version("fashion", 1, 0.92, 0.30);

    @Test
    void faults_loopClosed_areNone() {
        assertThat(Verdict.faults(report(WHOLE, "succeeded", new Version("fashion", 2, 0.90, 0.55))))
                .isEmpty();
    }

    @Test
    void faults_sampleMissing_areTold() {
        assertThat(Verdict.faults(report(new Samples(10, 8, 0, 1), "succeeded", new Version("fashion", 2, 0.9, 0.6))))
                .singleElement()
                .asString()
                .contains("do not add up");
    }

    @Test
    void faults_gainTooSmall_areTold() {
        assertThat(Verdict.faults(report(WHOLE, "succeeded", new Version("fashion", 2, 0.92, 0.49))))
                .singleElement()
                .asString()
                .contains("gained 19.0 points");
    }

    @Test
    void faults_labForgotten_areTold() {
        assertThat(Verdict.faults(report(WHOLE, "succeeded", new Version("fashion", 2, 0.88, 0.60))))
                .singleElement()
                .asString()
                .contains("lost 4.0 points");
    }

    @Test
    void faults_rolloutPaused_areTold() {
        assertThat(Verdict.faults(report(WHOLE, "paused", new Version("fashion", 2, 0.92, 0.60))))
                .singleElement()
                .asString()
                .contains("is paused");
    }

    private static DemoReport report(Samples samples, String rollout, Version second) {
        return new DemoReport(
                1,
                3,
                100,
                samples,
                5,
                new Snapshot("s", 5),
                List.of(FIRST, second),
                List.of(new Rollout("r", rollout, 1)),
                1,
                1);
    }
}
