/**
 * A small HTTP/1.1 server that blocks (RFC 9110, RFC 9112): one bounded platform thread a connection, so that a body is read
 * straight into the memory of a model and the model can run on the same thread.
 *
 * <pre>
 *   HttpServer ──accept──► Connection: head ──► HeadParser ──► Handler.handle(Exchange)
 *       │                      ▲                                 body().readInto(buffer), respond(…)
 *       └─ every second: ends connections whose deadline has passed
 * </pre>
 *
 * It is strict where leniency would let two parsers see two different requests: no chunked request, no folded line, no line
 * that ends without a carriage return, no repeated length.
 */
@NullMarked
package io.fieldloop.agent.serve.http;

import org.jspecify.annotations.NullMarked;
