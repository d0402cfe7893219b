package io.fieldloop.lab.bench;

import com.sun.management.ThreadMXBean;
import io.fieldloop.agent.process.ResidentMemory;
import io.fieldloop.models.runtime.ModelException;
import java.lang.management.ManagementFactory;

/**
 * One run after the other, each timed by itself, as the loops in C do it.
 *
 * @param warmUp runs that are not timed
 * @param runs that are
 */
record TimedLoop(int warmUp, int runs) {
    /** What is timed; gives a number made of its result, so that it cannot be left out. */
    @FunctionalInterface
    interface Once {
        double run() throws ModelException;
    }

    /** Runs it on the calling thread. */
    Timings run(Once once) throws ModelException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < warmUp; i++) {
            double _ = once.run();
        }
        long[] nanos = new long[runs];
        double last = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            long begun = System.nanoTime();
            last = once.run();
            nanos[i] = System.nanoTime() - begun;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        return Timings.of(nanos, ResidentMemory.ownBytes().orElseThrow() / 1024, last, (double) allocated / runs);
    }
}
