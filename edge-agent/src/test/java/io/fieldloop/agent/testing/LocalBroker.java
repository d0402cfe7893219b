package io.fieldloop.agent.testing;

import io.fieldloop.agent.link.LinkSettings.Broker;

/** A real broker beside a device, which can be stopped and started again in the same place, and then still has what it kept. */
public interface LocalBroker {
    /** Where it listens without TLS. */
    Broker local();

    /** Returns when it listens. */
    void start() throws Exception;

    /** Nothing is done where it does not run. */
    void stop() throws Exception;
}
