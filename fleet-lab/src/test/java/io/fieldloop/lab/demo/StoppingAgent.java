package io.fieldloop.lab.demo;

import io.fieldloop.agent.AgentApplication;
import io.fieldloop.agent.Parts;
import io.fieldloop.agent.config.AgentConfig;
import io.fieldloop.agent.deployment.FileJournal;
import io.fieldloop.agent.deployment.Journal;
import io.fieldloop.agent.identity.Identity;
import io.fieldloop.protocol.ModelName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The agent with a journal that, after so many writes, says so and never returns: what is on the disk then is what a power
 * cut at that moment would leave. Whoever started it kills it.
 *
 * <p>Arguments: the number of writes, then those of {@code fieldloop agent run} in their order.
 */
public final class StoppingAgent {
    static final String STOPPED = "STOPPED AFTER ";

    private StoppingAgent() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        int writes = Integer.parseInt(arguments[0]);
        AgentConfig config = AgentConfig.read(Path.of(arguments[3]));
        Path data = Path.of(arguments[5]);
        Parts parts = Parts.ofDevice().withJournal(folder -> new StoppingJournal(new FileJournal(folder), writes));
        AgentApplication.start(config, Identity.load(data), data, parts);
        new CountDownLatch(1).await();
    }

    /** Passes everything on, and stops the world after a write. */
    private static final class StoppingJournal implements Journal {
        private final Journal journal;
        private final AtomicInteger writesLeft;

        StoppingJournal(Journal journal, int writes) {
            this.journal = journal;
            this.writesLeft = new AtomicInteger(writes);
        }

        @Override
        public Optional<Entry> read(ModelName model) {
            return journal.read(model);
        }

        @Override
        public void write(ModelName model, Entry entry) throws IOException {
            journal.write(model, entry);
            if (writesLeft.decrementAndGet() == 0) {
                System.out.println(STOPPED + entry.state().getClass().getSimpleName());
                stop();
            }
        }

        private static void stop() throws IOException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted while waiting to be killed", e);
            }
        }
    }
}
