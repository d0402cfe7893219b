/**
 * Which inputs are kept for the hub, where they wait, and the account of every one of them.
 *
 * <pre>
 *   answer ──► RuleSet ──────────────► Lookalikes ──► Surroundings ──► chosen
 *              an Interest for each        │            what came right
 *              CaptureRule                 ▼            before and after
 *                                      suppressed
 * </pre>
 *
 * <p>Rules are configuration; what they remember belongs to the stream's thread. Suppressed inputs are counted, but never captured.
 *
 * <pre>
 *   chosen ─────────────────► Outbox.append ──► [ queued ] ──► Shipping ──► [ in flight ] ──► receipt ──► gone
 *                                  │                  ▲                            │
 *                                  ▼                  └──── no receipt in time ────┘
 *                               evicted
 * </pre>
 *
 * <p>For each stream, at every moment and over every crash: captured = acknowledged + queued + evicted, where queued includes
 * what is in flight. A sample and its account change in one transaction.
 */
@NullMarked
package io.fieldloop.agent.capture;

import org.jspecify.annotations.NullMarked;
