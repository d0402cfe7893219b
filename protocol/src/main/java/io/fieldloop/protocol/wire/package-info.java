/**
 * As which bytes it is said: CBOR (RFC 8949), one map a message.
 *
 * <pre>
 *   { "v": 1, "t": "hello", …the message's fields under short names… }
 * </pre>
 *
 * <p>A reader ignores fields that it does not know, so fields may be added within version 1; a field that changes its
 * meaning makes version 2. Any bytes give a message or a {@link io.fieldloop.protocol.wire.WireException}, within
 * {@link io.fieldloop.protocol.wire.Wire#MAX_MESSAGE_BYTES} and the bounds of {@code CborTree}.
 *
 * <p>Only this package knows Jackson. The golden vectors in the test sources pin every byte.
 */
@NullMarked
package io.fieldloop.protocol.wire;

import org.jspecify.annotations.NullMarked;
