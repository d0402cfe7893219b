/**
 * The words that agent and hub share: ids, digests and failure codes.
 *
 * <pre>
 *   protocol            ids, Sha256, Bytes, FailureCode
 *      ▲
 *   protocol.sketch     how models behave, added up
 *      ▲
 *   protocol.message    what is said: DeviceMessage (up), HubMessage (down)
 *      ▲        ▲
 *   protocol.topic   protocol.wire    where it is said, and as which bytes
 * </pre>
 */
@NullMarked
package io.fieldloop.protocol;

import org.jspecify.annotations.NullMarked;
