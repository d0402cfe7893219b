package io.fieldloop.agent.serve.http;

import java.io.IOException;

/** Answers requests. Any thread, several at a time. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers one request by {@link Exchange#respond}, exactly once.
     *
     * @throws HttpException if the request cannot be read; answered by the server if nothing was yet
     * @throws IOException if the connection fails; ends it
     */
    void handle(Exchange exchange) throws HttpException, IOException;
}
