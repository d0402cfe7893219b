/**
 * Signed statements: {@link io.fieldloop.models.dsse.Envelope} is a payload with its type and signatures, in the JSON of the Dead
 * Simple Signing Envelope, version 1. Who signs, with which algorithm, and whom one trusts, is for those who use it.
 */
@NullMarked
package io.fieldloop.models.dsse;

import org.jspecify.annotations.NullMarked;
