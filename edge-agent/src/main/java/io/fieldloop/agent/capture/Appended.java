package io.fieldloop.agent.capture;

import io.fieldloop.protocol.message.EvictionReason;

/** What became of a sample that was given to the outbox. Either way it is accounted for. */
public sealed interface Appended {
    /**
     * It is on the disk.
     *
     * @param sequence its number
     */
    record Queued(long sequence) implements Appended {}

    /**
     * It could not be kept.
     *
     * @param reason why
     */
    record Refused(EvictionReason reason) implements Appended {}
}
