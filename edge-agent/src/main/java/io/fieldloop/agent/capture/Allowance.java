package io.fieldloop.agent.capture;

import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many bytes of samples may go to the hub now. What went is written down before it goes, so that a restart never gives a day its
 * budget twice. Each day has its own account: a clock that jumps ahead and back finds the right one again. Any thread; each that
 * spends may go over a budget by the one message that it is about to send.
 */
public final class Allowance {
    private final ShippingRules rules;
    private final Outbox outbox;
    private final Supplier<Optional<String>> networkInterface;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private long notBefore;

    /**
     * Takes the rules, and where to write down what went.
     *
     * @param networkInterface by which the way leads to the hub; empty while none does
     */
    public Allowance(
            ShippingRules rules, Outbox outbox, Supplier<Optional<String>> networkInterface, InstantSource clock) {
        this(rules, outbox, networkInterface, clock, System::nanoTime);
    }

    Allowance(
            ShippingRules rules,
            Outbox outbox,
            Supplier<Optional<String>> networkInterface,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.rules = rules;
        this.outbox = outbox;
        this.networkInterface = networkInterface;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** How many bytes may go now; 0 if none. */
    synchronized long bytes() throws IOException, InterruptedException {
        if (nanoTime.getAsLong() - notBefore < 0 || !isWithinWindow() || !isByTheRightWay()) {
            return 0;
        }
        return rules.bytesPerDay().isEmpty()
                ? Long.MAX_VALUE
                : Math.max(0, rules.bytesPerDay().getAsLong() - outbox.spent(today()));
    }

    /** So many bytes are about to go. */
    synchronized void spend(long bytes) throws IOException, InterruptedException {
        if (rules.bytesPerDay().isPresent()) {
            outbox.spend(today(), bytes);
        }
        if (rules.bytesPerSecond().isPresent()) {
            double seconds = (double) bytes / rules.bytesPerSecond().getAsLong();
            long now = nanoTime.getAsLong();
            long from = notBefore - now > 0 ? notBefore : now;
            notBefore = from + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        }
    }

    private boolean isWithinWindow() {
        LocalTime now = LocalTime.ofInstant(clock.instant(), rules.zone());
        return rules.between().isEmpty() || rules.between().get().contains(now);
    }

    private boolean isByTheRightWay() {
        return rules.over().isEmpty()
                || networkInterface.get().filter(rules::allows).isPresent();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), rules.zone());
    }
}
