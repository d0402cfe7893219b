package io.fieldloop.hub.ingest;

import io.fieldloop.hub.mqtt.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Deliveries that wait for the next batch, bounded in number and in bytes. */
final class Inbox {
    private final int capacity;
    private final long capacityBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition taken = lock.newCondition();
    private final Deque<Delivery> waiting = new ArrayDeque<>(); // guarded by lock
    private long waitingBytes; // guarded by lock
    private boolean closed; // guarded by lock

    Inbox(int capacity, long capacityBytes) {
        this.capacity = capacity;
        this.capacityBytes = capacityBytes;
    }

    /** Adds a delivery; waits while there is no room for it, unless there is nothing else. Once closed it drops it. */
    void put(Delivery delivery) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !hasRoomFor(delivery)) {
                taken.await();
            }
            if (closed) {
                return;
            }
            waiting.add(delivery);
            waitingBytes += delivery.payload().length;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoomFor(Delivery delivery) {
        return waiting.isEmpty()
                || (waiting.size() < capacity && waitingBytes + delivery.payload().length <= capacityBytes);
    }

    /** Forgets what waits: its connection has ended, so it will come again. */
    void clear() {
        lock.lock();
        try {
            waiting.clear();
            waitingBytes = 0;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a first delivery, then for at most {@code linger} until there are {@code most} of them.
     *
     * @param patience how long to wait for the first
     * @return none if there was none until then
     */
    List<Delivery> take(int most, Duration linger, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
            }
            left = waiting.isEmpty() ? 0 : linger.toNanos();
            while (waiting.size() < Math.min(most, capacity) && waitingBytes < capacityBytes && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return removeUpTo(most);
        } finally {
            lock.unlock();
        }
    }

    private List<Delivery> removeUpTo(int most) {
        List<Delivery> batch = new ArrayList<>();
        while (batch.size() < most && !waiting.isEmpty()) {
            Delivery next = waiting.remove();
            waitingBytes -= next.payload().length;
            batch.add(next);
        }
        taken.signalAll();
        return batch;
    }
}
