package io.fieldloop.agent.link;

import java.io.IOException;

/**
 * The connection to a broker, which comes and goes by itself. Any thread.
 *
 * <p>It does not promise that what was taken by the broker reaches anybody, that messages come once or in order, or that a
 * message is kept while there is no connection: who needs that keeps the message himself.
 */
public interface Link extends AutoCloseable {
    /** Connects, and from then on whenever there is no connection. To be called once. */
    void start(Listener listener);

    /**
     * Sends a message at least once. Never waits: without a connection, or without {@link #room}, it fails at once.
     *
     * @param retained whether the broker shall keep it for later subscribers
     * @param acknowledgement is told the end of it, once, by any thread
     */
    void publish(String topic, byte[] payload, boolean retained, Acknowledgement acknowledgement);

    /** How many more messages can be sent before the broker has taken one; 0 without a connection. */
    int room();

    /** Whether there is a connection now. */
    boolean connected();

    /** What went over the link so far. */
    Traffic traffic();

    /** Gives messages that are on their way a moment, then says good-bye to the broker. */
    @Override
    void close();

    /** Hears of a link. */
    interface Listener {
        /** A connection was made, and everything is subscribed. Called by the thread of the link. */
        void connected();

        /**
         * A message came. The broker keeps it until this returns.
         *
         * @throws IOException if it cannot be dealt with now; it comes again with the next connection
         * @throws InterruptedException if the link is closed; the same
         */
        default void arrived(String topic, byte[] payload) throws IOException, InterruptedException {}

        /**
         * The same, for those who acknowledge a message later than this returns. Must not wait: while it does, nothing else
         * comes, not even an answer to a subscription.
         */
        default void arrived(Message message) throws IOException, InterruptedException {
            arrived(message.topic(), message.payload());
            message.acknowledge();
        }
    }

    /** A message that came. The broker keeps it until it is acknowledged. Any thread. */
    interface Message {
        /** Where it was published to. */
        String topic();

        /** What was published. */
        byte[] payload();

        /** It was dealt with. To be called once; does nothing when its connection is gone. */
        void acknowledge();

        /** Whether its connection is gone before it was acknowledged, so that the broker sends it again. */
        boolean comesAgain();
    }

    /** Is told what became of a message. Must be quick, and must not wait. */
    interface Acknowledgement {
        /** The broker has it. */
        void taken();

        /**
         * It may not have arrived.
         *
         * @param why one sentence for a person
         */
        void failed(String why);
    }

    /**
     * What went over a link, payloads and topics.
     *
     * @param sentBytes tried messages included
     */
    record Traffic(long sentBytes, long receivedBytes) {}
}
