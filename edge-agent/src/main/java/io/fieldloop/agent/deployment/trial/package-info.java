/**
 * Tries a model in a process of its own, because a bad one may end its process or never return (TFLite flatbuffers with one
 * changed word do), and so may the driver of an accelerator. Each accelerator that comes into question has a process.
 *
 * <pre>
 *   agent: ChildProbe                                  child: TrialMain
 *     prlimit … java @arguments  ───────────────────►  address space, processor time and heap are bounded
 *     manifest, length first     ──── stdin ────────►  Rehearsal: load, run the goldens, compare, measure
 *       (stays open: its end is the agent's end,       one line "TRIAL {…}"
 *        and then the child ends too)
 *     ChildWatch: resident memory, processor time and time, every 50 ms; beyond a limit the child is killed
 *     Finding  ◄──────────────────── stdout ─────────
 *     no such line: crashed · not in time: killed · limits of the manifest: compared here
 * </pre>
 */
@NullMarked
package io.fieldloop.agent.deployment.trial;

import org.jspecify.annotations.NullMarked;
