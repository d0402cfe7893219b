package io.fieldloop.agent.serve;

import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** Slots that nobody has, the last used first. Any thread, without a lock, for the reason of {@link Attendance}. */
final class IdleSlots {
    private final Deque<Slot> slots = new ConcurrentLinkedDeque<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int most;

    /** Keeps at most so many, about. */
    IdleSlots(int most) {
        this.most = most;
    }

    /** One for inputs of these shapes, which is the caller's from now on. */
    Optional<Slot> take(List<List<Integer>> shapes) {
        for (Slot slot : slots) {
            if (slot.shapes().equals(shapes) && slots.removeFirstOccurrence(slot)) {
                count.decrementAndGet();
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    /** Keeps a slot, in place of one that was not used for longer. */
    void add(Slot slot) {
        slots.addFirst(slot);
        if (count.incrementAndGet() > most) {
            discardLast();
        }
    }

    void discardAll() {
        while (discardLast()) {
            // the next
        }
    }

    private boolean discardLast() {
        Slot last = slots.pollLast();
        if (last == null) {
            return false;
        }
        count.decrementAndGet();
        last.discard();
        return true;
    }
}
