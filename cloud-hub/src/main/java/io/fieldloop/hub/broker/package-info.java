/**
 * The MQTT broker that the hub brings along: Artemis, which nobody outside this package knows. To everybody, the hub's own
 * parts included, it is an MQTT 5 broker behind mutual TLS.
 *
 * <pre>
 *   certificate OU=device   client id = CN   publishes to its own up topics, hears its own down topics, nothing else
 *   certificate OU=hub      client id = CN   everything below fieldloop/
 * </pre>
 */
@NullMarked
package io.fieldloop.hub.broker;

import org.jspecify.annotations.NullMarked;
