/**
 * Where it is said: the grammar of the MQTT topics, here and nowhere else.
 *
 * <pre>
 *   fieldloop/v1/d/{device}/hello | state | samples/{stream} | vitals | deployment | ledger    device → hub
 *   fieldloop/v1/d/{device}/receipts | desired                                                 hub → device
 * </pre>
 *
 * <p>{@code state} and {@code desired} are retained. Everything is sent with QoS 1.
 */
@NullMarked
package io.fieldloop.protocol.topic;

import org.jspecify.annotations.NullMarked;
