package io.fieldloop.agent.sink;

import java.io.IOException;

/** Brings one record after the other to where they go. One thread. */
interface Delivery extends AutoCloseable {
    /**
     * Delivers a record, and returns when it is there.
     *
     * @throws IOException if it did not arrive, and may be tried again
     * @throws RefusedException if it never will
     */
    void deliver(byte[] json) throws IOException, RefusedException, InterruptedException;

    @Override
    void close();
}
