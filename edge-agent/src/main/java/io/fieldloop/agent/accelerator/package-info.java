/**
 * Chooses what computes each model, by measuring it. Nothing of a candidate is believed: each runs the package's golden samples in a
 * process of its own, where it may fail, crash, hang or be wrong without harm.
 *
 * <pre>
 *   Preference (configuration) ─┐
 *   what runtimes find ─────────┴► Candidates ──► Probe, one child each ──► Findings ──► Selection ──► Decision
 *                                                                                                        │
 *   key: model, device, libraries, drivers, options ───────────────────────► DecisionStore (disk) ◄──────┘
 *
 *   Decision ──► load, observed ──► first inference ──► Placement ──► PlacementCertificate, signed by the device
 * </pre>
 *
 * <p>{@link io.fieldloop.agent.accelerator.Accelerators} is the front door: a trial measures, a load takes what the trial chose, and
 * a change of any part of the key measures anew.
 */
@NullMarked
package io.fieldloop.agent.accelerator;

import org.jspecify.annotations.NullMarked;
