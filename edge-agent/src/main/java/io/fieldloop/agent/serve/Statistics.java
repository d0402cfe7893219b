package io.fieldloop.agent.serve;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a model did since it was loaded, counted as Triton's <a
 * href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_statistics.md">statistics
 * extension</a> asks. Any thread.
 */
final class Statistics {
    final Spent success = new Spent();
    final Spent fail = new Spent();
    final Spent queue = new Spent();
    final Spent computeInput = new Spent();
    final Spent computeInfer = new Spent();
    final Spent computeOutput = new Spent();
    final LongAdder inferences = new LongAdder();
    private final ConcurrentSkipListMap<Integer, Spent> batches = new ConcurrentSkipListMap<>();
    private volatile long lastInferenceMillis;

    /** A run ended well. */
    void ran(int batch, long nanos) {
        computeInfer.add(nanos);
        inferences.add(batch);
        batches.computeIfAbsent(batch, _ -> new Spent()).add(nanos);
    }

    /** A request begins, at this time of the clock. */
    void requested(long epochMillis) {
        lastInferenceMillis = epochMillis;
    }

    /** Since the epoch; 0 before the first request. */
    long lastInferenceMillis() {
        return lastInferenceMillis;
    }

    /** The runs by batch size. */
    ConcurrentSkipListMap<Integer, Spent> batches() {
        return batches;
    }

    /** How often something was done, and how long it took all together. */
    static final class Spent {
        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(long took) {
            count.increment();
            nanos.add(took);
        }

        long count() {
            return count.sum();
        }

        long nanos() {
            return nanos.sum();
        }
    }
}
