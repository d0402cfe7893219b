/**
 * The protocol's contract, run by both programs: golden vectors pin every byte that goes over the wire.
 *
 * <p>A program takes part by a test class that extends {@link io.fieldloop.protocol.conformance.WireContract}.
 */
@NullMarked
package io.fieldloop.protocol.conformance;

import org.jspecify.annotations.NullMarked;
