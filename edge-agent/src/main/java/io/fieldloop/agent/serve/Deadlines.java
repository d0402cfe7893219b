package io.fieldloop.agent.serve;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stops runs whose deadline has passed, at most {@value #EVERY_MILLIS} ms late. Any thread. */
final class Deadlines implements AutoCloseable {
    private static final int EVERY_MILLIS = 20;

    private final Set<Slot> slots = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService inspector = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("run-deadlines").daemon().factory());

    Deadlines() {
        var _ = inspector.scheduleAtFixedRate(this::inspect, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** From now on until it is forgotten, whether it runs or not. */
    void watch(Slot slot) {
        slots.add(slot);
    }

    void forget(Slot slot) {
        slots.remove(slot);
    }

    private void inspect() {
        long now = System.nanoTime();
        slots.forEach(slot -> slot.cancelIfOverdue(now));
    }

    @Override
    public void close() {
        inspector.shutdownNow();
    }
}
