/**
 * How versions behave in the field, and whether that is still as it was when they were evaluated.
 *
 * <pre>
 *   evaluation ──► Profile ──────────────────────────┐
 *                  or the version's first week        ▼
 *   ingest ──► windows ──► latest of a stream ──► Divergence ──► DriftAlert raised, cleared ──► pages, events
 *                 │
 *                 ├──► hour by hour after a week, gone after a quarter
 *                 └──► merged by device, group or fleet ──► plots
 * </pre>
 *
 * <p>What is plotted and compared is merged from sketches, so it is within their error whatever is merged; see
 * {@link io.fieldloop.protocol.sketch}.
 */
@NullMarked
package io.fieldloop.hub.behaviour;

import org.jspecify.annotations.NullMarked;
