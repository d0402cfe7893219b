/**
 * How a model behaves, in a few hundred bytes however many answers it gave. Everything here adds up: behaviours of parts, in any
 * order, give the behaviour of the whole, so that devices send one of five minutes and the hub shows one of a fleet or a month.
 *
 * <pre>
 *   answer ──► BehaviourCounter ──► Behaviour { scores: Sketch, latencyMicros: Sketch, classes, embedding: Moments }
 *                    ▲                  │
 *                    └──── add up ──────┘
 * </pre>
 */
@NullMarked
package io.fieldloop.protocol.sketch;

import org.jspecify.annotations.NullMarked;
