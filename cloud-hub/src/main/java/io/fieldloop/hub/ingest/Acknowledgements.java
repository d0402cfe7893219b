package io.fieldloop.hub.ingest;

import io.fieldloop.hub.mqtt.Delivery;
import java.util.ArrayDeque;
import java.util.Deque;

/** Acknowledges deliveries in the order in which they came, as MQTT 5 wants it (section 4.6), in whatever order they are done with. Any thread. */
final class Acknowledgements {
    /** From the oldest that is not acknowledged; guarded by this. */
    private final Deque<Pending> pending = new ArrayDeque<>();

    /** The next delivery of the connection; its acknowledgement waits for those of all before it. */
    synchronized Delivery inOrder(Delivery next) {
        Pending last = new Pending(next.acknowledgement());
        pending.add(last);
        return new Delivery(next.topic(), next.payload(), next.arrivedAt(), () -> settle(last));
    }

    private synchronized void settle(Pending one) {
        one.isSettled = true;
        while (!pending.isEmpty() && pending.getFirst().isSettled) {
            pending.removeFirst().acknowledgement.run();
        }
    }

    /** The connection has ended, so nothing of it is acknowledged any more. */
    synchronized void clear() {
        pending.clear();
    }

    private static final class Pending {
        private final Runnable acknowledgement;
        private boolean isSettled;

        Pending(Runnable acknowledgement) {
            this.acknowledgement = acknowledgement;
        }
    }
}
