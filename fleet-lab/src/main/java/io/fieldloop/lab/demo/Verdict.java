package io.fieldloop.lab.demo;

import io.fieldloop.lab.demo.DemoReport.Rollout;
import io.fieldloop.lab.demo.DemoReport.Stream;
import io.fieldloop.lab.demo.DemoReport.Version;
import java.util.ArrayList;
import java.util.List;

/** Whether a run of the demo showed what it must. */
final class Verdict {
    private static final double GAIN_IN_FIELD = 0.20;
    private static final double LOSS_IN_LAB = 0.03;

    private Verdict() {}

    /** What is not as it must be, a sentence each; empty when all is well. */
    static List<String> faults(DemoReport report) {
        List<String> faults = new ArrayList<>();
        if (!report.samples().addUp()) {
            faults.add("the ledgers do not add up: " + report.samples());
        }
        if (report.samples().queued() > 0) {
            faults.add(report.samples().queued() + " samples never reached the hub");
        }
        for (Rollout rollout : report.rollouts()) {
            if (!rollout.state().equals("succeeded")) {
                faults.add("rollout " + rollout.id() + " is " + rollout.state());
            }
        }
        report.streams().forEach(stream -> judge(stream, faults));
        if (report.versions().size() < 2) {
            faults.add("there is no second version");
        } else {
            judge(report.versions().getFirst(), report.versions().getLast(), faults);
        }
        return faults;
    }

    private static void judge(Stream stream, List<String> faults) {
        if (!stream.isWhole()) {
            faults.add("%s saw %d images, but answered %d, skipped %d and failed on %d"
                    .formatted(
                            stream.device(), stream.frames(), stream.inferences(), stream.skipped(), stream.failed()));
        }
        if (!stream.versions().equals(List.of(1, 2))) {
            faults.add("in the last rollout %s was served by versions %s, not by 1 and then by 2"
                    .formatted(stream.device(), stream.versions()));
        }
    }

    private static void judge(Version first, Version last, List<String> faults) {
        if (last.field() - first.field() < GAIN_IN_FIELD) {
            faults.add("in the field version %d gained %.1f points; at least %.0f were due"
                    .formatted(last.version(), 100 * (last.field() - first.field()), 100 * GAIN_IN_FIELD));
        }
        if (first.lab() - last.lab() > LOSS_IN_LAB) {
            faults.add("in the lab version %d lost %.1f points; at most %.0f are allowed"
                    .formatted(last.version(), 100 * (first.lab() - last.lab()), 100 * LOSS_IN_LAB));
        }
    }

    static void tell(DemoReport report, List<String> faults, Narrator narrator) {
        narrator.say(
                "%d devices, %d inferences, %d bytes on the wire",
                report.devices(), report.inferences(), report.wireBytes());
        narrator.say(
                "%d samples captured = %d acknowledged + %d queued + %d evicted",
                report.samples().captured(),
                report.samples().acknowledged(),
                report.samples().queued(),
                report.samples().evicted());
        narrator.say(
                "%d labels, snapshot of %d images",
                report.labels(), report.snapshot().size());
        for (Stream stream : report.streams()) {
            narrator.say(
                    "%s: %d images = %d inferences + %d skipped, answered by versions %s while it changed",
                    stream.device(), stream.frames(), stream.inferences(), stream.skipped(), stream.versions());
        }
        for (Version version : report.versions()) {
            narrator.say(
                    "%s version %d: %.1f %% in the lab, %.1f %% in the field",
                    version.model(), version.version(), 100 * version.lab(), 100 * version.field());
        }
        faults.forEach(fault -> narrator.say("WRONG: %s", fault));
        narrator.say(
                "%s after %.0f s",
                faults.isEmpty() ? "the loop is closed" : "the loop did not close", report.seconds());
    }
}
