package io.fieldloop.agent.deployment.trial;

import io.fieldloop.agent.process.ResidentMemory;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits for a child, and sees when it has used more than it may. What it sees it can name; the bounds of the kernel, which are
 * wider, hold should it be late.
 *
 * @param limits of the device
 * @param mostBytes the most resident memory that this child may have
 */
record ChildWatch(TrialLimits limits, long mostBytes) {
    private static final Duration EVERY = Duration.ofMillis(50);

    /**
     * Returns as soon as the child ends or exceeds a limit.
     *
     * @return what it exceeded; it runs on then. Empty when it has ended
     * @throws InterruptedException if the calling thread is interrupted
     */
    Optional<Failure> await(Process child) throws InterruptedException {
        long start = System.nanoTime();
        while (!child.waitFor(EVERY)) {
            Optional<Failure> excess = excess(child.toHandle(), Duration.ofNanos(System.nanoTime() - start));
            if (excess.isPresent()) {
                return excess;
            }
        }
        return Optional.empty();
    }

    private Optional<Failure> excess(ProcessHandle child, Duration waited) {
        if (waited.compareTo(limits.timeout()) > 0) {
            return Optional.of(new Failure(FailureCode.TRIAL_TIMED_OUT, "no answer within " + limits.timeout()));
        }
        Duration computed = child.info().totalCpuDuration().orElse(Duration.ZERO);
        if (computed.compareTo(limits.processorTime()) > 0) {
            return Optional.of(new Failure(
                    FailureCode.TRIAL_TIMED_OUT,
                    "no answer within %s of a processor".formatted(limits.processorTime())));
        }
        return tooLarge(ResidentMemory.peakBytes(child.pid()).orElse(0));
    }

    /** What is wrong with so much memory; empty if nothing is. */
    Optional<Failure> tooLarge(long residentBytes) {
        return residentBytes > mostBytes
                ? Optional.of(new Failure(
                        FailureCode.TRIAL_TOO_LARGE,
                        "the trial had %d bytes resident, the limit is %d".formatted(residentBytes, mostBytes)))
                : Optional.empty();
    }
}
