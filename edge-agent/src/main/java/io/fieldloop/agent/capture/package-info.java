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
 * <p>Rules are configuration; what they remember belongs to the stream's thread. A rule that asks a second model has a
 * {@link io.fieldloop.agent.capture.Shadowing} instead of an interest, which chooses late and by a thread of its own, and what it chooses
 * goes the same way from there. Suppressed inputs are counted, but never captured.
 *
 * <pre>
 *   chosen ─────────────────► Outbox.append ──► [ queued ] ──► Shipping ──► [ in flight ] ──► receipt ──► gone
 *                                  │                  ▲                            │
 *                                  ▼                  └──── no receipt in time ────┘
 *                               evicted
 * </pre>
 *
 * <p>Samples with large media go by {@code Uploading} instead of {@code Shipping}: first the media in pieces, then the message that
 * names them.
 *
 * <p>{@code outbox.db} holds the samples and their account; {@code outbox.db-media} the media of large ones, each a file named by its
 * digest. A file is on the disk before the row that names it, and goes after the last one that did. {@code outbox.db-reserve} only
 * takes room: on a disk that is full to the last byte, also at the start, it is given up for the account of what is given up.
 *
 * <p>Samples wait in {@link io.fieldloop.agent.capture.Line}s: of one stream and about one value each, the oldest first, in
 * {@link io.fieldloop.agent.capture.Turns} that are written when there are many. To the hub
 * goes first what ranks highest by value and age, {@code value + age / 1 day}, so that nothing waits for ever. What is given up is the
 * least valuable, of this the oldest.
 *
 * <p>For each stream, at every moment and over every crash: captured = acknowledged + queued + evicted, where queued includes
 * what is in flight. A sample and its account change in one transaction.
 */
@NullMarked
package io.fieldloop.agent.capture;

import org.jspecify.annotations.NullMarked;
