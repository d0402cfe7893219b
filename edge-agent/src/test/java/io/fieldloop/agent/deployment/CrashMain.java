package io.fieldloop.agent.deployment;

import static io.fieldloop.agent.deployment.TestDevice.offer;

import io.fieldloop.agent.deployment.TestDevice.Running;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The program that {@link CrashTest} lets die: deploys version 2 and halts before or after a write of its journal, as if the
 * power had gone. Arguments: the device's folder, GOOD or WRONG, BEFORE or AFTER, which write. With LOOP it
 * deploys nothing, and dies by what serves.
 */
final class CrashMain {
    private CrashMain() {}

    public static void main(String[] arguments) throws Exception {
        TestDevice device = new TestDevice(Path.of(arguments[0]));
        if (arguments[1].equals("LOOP")) {
            loop(device);
        }
        TestPackage two = arguments[1].equals("GOOD") ? TestPackage.of(2) : TestPackage.wrong(2);
        device.source.add(two);
        device.journal = new HaltingJournal(
                new FileJournal(device.folder.resolve("deployments")),
                arguments[2].equals("BEFORE"),
                Integer.parseInt(arguments[3]));
        try (Running running = device.start()) {
            running.desire(offer(two));
            DeploymentReport conclusion = device.reports.conclusion(offer(two));
            running.awaitServing(conclusion.stage() == Stage.SERVING ? 2 : 1);
        }
        // There were fewer writes than that.
        Runtime.getRuntime().halt(0);
    }

    /** Whatever serves takes the process down with its first inference. */
    private static void loop(TestDevice device) throws Exception {
        device.probation = Duration.ofMinutes(1);
        device.runtime.beforeRun(_ -> Runtime.getRuntime().halt(9));
        try (Running running = device.start()) {
            running.awaitServing(2);
            running.infer();
        }
    }

    private static final class HaltingJournal implements Journal {
        private final Journal journal;
        private final boolean before;
        private int left;

        HaltingJournal(Journal journal, boolean before, int left) {
            this.journal = journal;
            this.before = before;
            this.left = left;
        }

        @Override
        public Optional<Entry> read(ModelName model) {
            return journal.read(model);
        }

        @Override
        public void write(ModelName model, Entry entry) throws IOException {
            left--;
            if (left == 0 && before) {
                Runtime.getRuntime().halt(9);
            }
            journal.write(model, entry);
            if (left == 0) {
                Runtime.getRuntime().halt(9);
            }
        }
    }
}
