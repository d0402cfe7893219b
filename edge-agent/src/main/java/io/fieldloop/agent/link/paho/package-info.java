/**
 * The link by Eclipse Paho, the only package that knows it. Paho 1.2.5 is used so that its known defects do not matter:
 *
 * <pre>
 *   its own reconnecting resends messages under stale topic aliases   a new client with an empty memory for each connection
 *   it drops messages beyond the broker's receive maximum             a window below that maximum
 *   it reads a receive maximum of 65535 as -1                         -1, 0 and none mean 65535
 *   publishing from its callbacks can lock it up                      nothing is published from a callback
 * </pre>
 *
 * <p>One thread, {@code link}, connects, waits for the end of the connection, pauses, and begins again.
 */
@NullMarked
package io.fieldloop.agent.link.paho;

import org.jspecify.annotations.NullMarked;
