package io.fieldloop.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.lab.demo.DemoReport.Rollout;
import io.fieldloop.lab.demo.DemoReport.Samples;
import io.fieldloop.lab.demo.DemoReport.Snapshot;
import io.fieldloop.lab.demo.DemoReport.Stream;
import io.fieldloop.lab.demo.DemoReport.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Samples WHOLE = new Samples(10, 9, 0, 1);
    private static final Version SECOND = new Version("fashion", 2, 0.92, 0.60);
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

    @Test
    void faults_inferenceDroppedInTheSwap_areTold() {
        var dropping = new Stream("cam", 100, 98, 1, 0, List.of(1, 2));
        assertThat(Verdict.faults(report(dropping)))
                .singleElement()
                .asString()
                .contains("cam saw 100 images, but answered 98, skipped 1");
    }

    @Test
    void faults_inferenceFailed_areTold() {
        assertThat(Verdict.faults(report(new Stream("cam", 100, 99, 1, 1, List.of(1, 2)))))
                .singleElement()
                .asString()
                .contains("failed on 1");
    }

    @Test
    void faults_versionServedInTurns_areTold() {
        assertThat(Verdict.faults(report(new Stream("cam", 100, 100, 0, 0, List.of(1, 2, 1, 2)))))
                .singleElement()
                .asString()
                .contains("[1, 2, 1, 2]");
    }

    private static DemoReport report(Stream stream) {
        return report(WHOLE, "succeeded", SECOND, stream);
    }

    private static DemoReport report(Samples samples, String rollout, Version second) {
        return report(samples, rollout, second, new Stream("cam", 100, 99, 1, 0, List.of(1, 2)));
    }

    private static DemoReport report(Samples samples, String rollout, Version second, Stream stream) {
        return new DemoReport(
                1,
                3,
                100,
                samples,
                5,
                new Snapshot("s", 5),
                List.of(FIRST, second),
                List.of(new Rollout("r", rollout, 1)),
                List.of(stream),
                1,
                1);
    }
}
