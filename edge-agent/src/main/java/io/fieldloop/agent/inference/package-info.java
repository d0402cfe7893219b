/**
 * Answers inputs with the model that serves, and changes that model without losing a request.
 *
 * <pre>
 *   infer(content) ──► queue (bounded, a full one blocks) ──► worker 0 ─┐
 *                                                             worker 1 ─┼─► current Standby: one Predictor a worker
 *                                                             …        ─┘
 *   standBy(next model)  makes its predictors while the current one serves
 *   swap(standby)        one write: requests taken from now on use it; the old one is closed after its last request
 * </pre>
 *
 * Workers are platform threads, because a native call would pin the carrier of a virtual one.
 */
@NullMarked
package io.fieldloop.agent.inference;

import org.jspecify.annotations.NullMarked;
