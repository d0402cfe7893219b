/**
 * How many bytes go between the device and its hub, by day and class, and how many may.
 *
 * <pre>
 *   MeteredLink     control, vitals, samples ──►┐
 *   MeteredUploads  samples ───────────────────►┤
 *                                               ├──► TrafficMeter ──► traffic file
 *   MeteredDownload models ────────────────────►┘            └──► vitals to the hub
 * </pre>
 */
@NullMarked
package io.fieldloop.agent.traffic;

import org.jspecify.annotations.NullMarked;
