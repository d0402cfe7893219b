package io.fieldloop.agent.inference;

import io.fieldloop.protocol.message.Prediction;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Sees what one version does from its first inference on, and remembers its latest answers. Any thread. */
final class Watch {
    /** Enough to tell two versions apart, and 6 KiB of memory. */
    private static final int REMEMBERED = 512;

    /** Of answer n at the place n modulo the length. Guarded by this, as what follows. */
    private final long[] micros = new long[REMEMBERED];

    private final String[] firsts = new String[REMEMBERED];

    private long begun;
    private long answered;
    private long failed;
    private String lastFailure = "";

    /** How many answers {@link #recent} has told of. */
    private long told;

    Watch() {
        Arrays.fill(firsts, "");
    }

    synchronized void begun() {
        begun++;
    }

    synchronized void answered(long tookMicros, Prediction prediction) {
        int place = (int) (answered % REMEMBERED);
        micros[place] = tookMicros;
        firsts[place] = prediction.firstLabel();
        answered++;
        notifyAll();
    }

    synchronized void failed(String why) {
        failed++;
        lastFailure = why;
        notifyAll();
    }

    synchronized Tally tally() {
        return new Tally(begun, answered, failed, lastFailure, latest(answered));
    }

    /** What was answered since this was last asked, at most the latest 512. */
    synchronized Recent recent() {
        long since = answered - told;
        told = answered;
        return latest(since);
    }

    private Recent latest(long most) {
        int count = (int) Math.min(most, REMEMBERED);
        long[] sorted = new long[count];
        Map<String, Integer> labels = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int place = (int) ((answered - 1 - i) % REMEMBERED);
            sorted[i] = micros[place];
            labels.merge(firsts[place], 1, Integer::sum);
        }
        Arrays.sort(sorted);
        return new Recent(count, count == 0 ? 0 : sorted[count / 2], labels);
    }

    /**
     * Waits until {@code enough} says so, or the time is over.
     *
     * @param enough asked after each inference; must not block
     * @return what was done by then
     * @throws InterruptedException if the calling thread is interrupted
     */
    synchronized Tally await(Predicate<Tally> enough, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Tally tally = tally();
        while (!enough.test(tally) && deadline - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            tally = tally();
        }
        return tally;
    }
}
