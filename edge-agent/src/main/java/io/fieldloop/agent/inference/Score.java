package io.fieldloop.agent.inference;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a pool does, whichever version does it. Any thread. */
final class Score {
    private final LongAdder inferences = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Latencies latencies = new Latencies();

    void answered(Duration took) {
        inferences.increment();
        latencies.record(took.toNanos() / 1000);
    }

    void failed() {
        failed.increment();
    }

    Counters counters() {
        return new Counters(inferences.sum(), failed.sum(), latencies.percentile(0.50), latencies.percentile(0.95));
    }
}
