package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Samples.GATE;
import static io.fieldloop.agent.capture.Samples.LINE;

import io.fieldloop.agent.capture.Appended.Queued;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SequenceRange;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A process that works on an outbox until it is killed. It says each thing that the outbox promised it, after the promise:
 * {@code kept N} for a sample of the stream that nothing is removed from, {@code released N} for all receipts so far.
 */
final class OutboxVictim {
    private static final long MAX_BYTES = 3_000_000;
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private OutboxVictim() {}

    public static void main(String[] arguments) throws IOException {
        var random = new Random();
        Outbox outbox = Outbox.open(Path.of(arguments[0]), new Bounds(MAX_BYTES, 0), random);
        for (int i = 0; i < 2; i++) {
            start(() -> keep(outbox));
            start(() -> churn(outbox));
            start(() -> churnLarge(outbox, random));
        }
        start(() -> release(outbox));
    }

    /** A few small samples of the highest value are never given up. */
    private static void keep(Outbox outbox) throws IOException, InterruptedException {
        if (outbox.append(LINE, Samples.worth(1, 10)) instanceof Queued(long sequence)) {
            say("kept " + sequence);
        }
        TimeUnit.MILLISECONDS.sleep(20);
    }

    private static void churn(Outbox outbox) throws IOException, InterruptedException {
        outbox.append(GATE, Samples.worth(Math.random() * 0.9, 50_000));
    }

    /** Few contents, so that samples share files. */
    private static void churnLarge(Outbox outbox, Random random) throws IOException, InterruptedException {
        outbox.append(GATE, Samples.large(Math.random() * 0.9, random.nextInt(8)));
    }

    /** Receipts come for every other sample of a shipment, and the rest waits again: or else only what must be kept would be left to give up. */
    private static void release(Outbox outbox) throws IOException, InterruptedException {
        Optional<Shipment> shipment = outbox.take();
        if (shipment.isEmpty() || !shipment.get().batch().stream().equals(GATE)) {
            return;
        }
        var sequences = new TreeSet<Long>();
        shipment.get().batch().samples().stream()
                .map(Sample::sequence)
                .filter(sequence -> sequence % 2 == 0)
                .forEach(sequences::add);
        var receipts = new Receipts(outbox.ledger().epoch(), GATE, SequenceRange.covering(sequences));
        say("released " + outbox.release(receipts));
        outbox.putBack(shipment.get());
    }

    private static synchronized void say(String line) {
        OUT.println(line);
    }

    private static void start(Step step) {
        Thread.ofPlatform().start(() -> {
            try {
                while (!Thread.interrupted()) {
                    step.run();
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }
}
