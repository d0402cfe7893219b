package io.fieldloop.agent.serve;

import io.fieldloop.models.runtime.ModelException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Runs each slot alone, on the thread of its request: handing it to another thread and back costs as much as a small model. */
final class DirectRunner implements Runner {
    private final Semaphore turns;
    private final Statistics statistics;

    /** At most so many runs at a time; those that wait do so in the order of arrival. */
    DirectRunner(int concurrency, Statistics statistics) {
        this.turns = new Semaphore(concurrency, true);
        this.statistics = statistics;
    }

    @Override
    public void run(Slot slot, long deadlineNanos) throws ApiException, ModelException, InterruptedException {
        long arrived = System.nanoTime();
        // A turn that is free goes to who is awake: to wake whoever waited longest costs more than a small model.
        if (!turns.tryAcquire() && !turns.tryAcquire(deadlineNanos - arrived, TimeUnit.NANOSECONDS)) {
            throw Runner.late();
        }
        try {
            statistics.queue.add(System.nanoTime() - arrived);
            slot.run(deadlineNanos);
        } finally {
            turns.release();
        }
    }

    @Override
    public void close() {
        // A run under way ends by itself.
    }
}
