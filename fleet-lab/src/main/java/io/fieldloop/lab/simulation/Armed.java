package io.fieldloop.lab.simulation;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The faults that wait for a message of one device, in the order in which they were armed. Any thread. */
final class Armed {
    private final Trace trace;
    private final Queue<FaultEvent> up = new ConcurrentLinkedQueue<>();
    private final Queue<FaultEvent> down = new ConcurrentLinkedQueue<>();

    Armed(Trace trace) {
        this.trace = trace;
    }

    /** Arms a fault for the next message to the hub or from it, as chance wants. */
    void arm(FaultEvent event) {
        (event.chances().nextBoolean() ? up : down).add(event);
    }

    /** What strikes a message to the hub; empty when nothing does. */
    Optional<FaultEvent> up(String topic, int bytes) {
        return struck(up, topic, bytes);
    }

    /** What strikes a message from the hub. */
    Optional<FaultEvent> down(String topic, int bytes) {
        return struck(down, topic, bytes);
    }

    /** A message that is retained and empty can be neither cut nor missed; nothing strikes it. */
    private Optional<FaultEvent> struck(Queue<FaultEvent> queue, String topic, int bytes) {
        Optional<FaultEvent> event = bytes == 0 ? Optional.empty() : Optional.ofNullable(queue.poll());
        event.ifPresent(struck -> trace.happened(struck, "%s, %d bytes".formatted(topic, bytes)));
        return event;
    }

    /** What has not struck yet never will. */
    void disarm() {
        up.clear();
        down.clear();
    }
}
