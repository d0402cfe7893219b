package io.fieldloop.hub.channel;

import io.fieldloop.hub.mqtt.Publication;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits to be sent: of each retained topic the newest message, of the others as many as there is room for. */
final class Outgoing {
    private static final int MOST_PASSING = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Map<String, Publication> newest = new HashMap<>(); // by topic, sent ones too; guarded by lock
    private final SequencedSet<String> due = new LinkedHashSet<>(); // topics of newest; guarded by lock
    private final Deque<Publication> passing = new ArrayDeque<>(); // guarded by lock

    /** Adds a retained message in place of an older one of its topic. */
    void keep(Publication publication) {
        add(() -> {
            newest.put(publication.topic(), publication);
            due.add(publication.topic());
        });
    }

    /** Has the newest retained message of a topic sent once more. */
    void again(String topic) {
        add(() -> due.add(topic));
    }

    /** Adds a message that may be dropped: the oldest is when there is no room. */
    void offer(Publication publication) {
        add(() -> {
            passing.add(publication);
            if (passing.size() > MOST_PASSING) {
                passing.removeFirst();
            }
        });
    }

    private void add(Runnable change) {
        lock.lock();
        try {
            change.run();
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The next one, those that may be dropped first: devices wait for them to make room. */
    Publication take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (passing.isEmpty() && due.isEmpty()) {
                added.await();
            }
            Publication next = passing.poll();
            return next != null ? next : Objects.requireNonNull(newest.get(due.removeFirst()));
        } finally {
            lock.unlock();
        }
    }
}
