/**
 * Long work on models: retraining a head on what people labelled, and evaluating a version on a snapshot.
 *
 * <pre>
 *   head-retraining of version N on snapshot S
 *     train items ──► features of N ──► softmax regression ──► N with a new head ──► registry: next version
 *     test items  ──► N and the next version, lab and field apart ──► evaluations
 * </pre>
 *
 * <p>What is learned from is lab and field together, so that the old domain is not forgotten. The backbone stays as it is,
 * byte for byte, so a device that has version N needs little to get the next one. With the same snapshot and seed the same
 * head comes out.
 *
 * <p>The table of runs is the queue; each hub works on one run at a time. Whoever works on a run holds an advisory lock of
 * the database session for it, which ends with the hub, however that ends: the run is then taken up again at once, from its
 * start, by the next hub that looks; a version that it registered already is found again by the run's id. A run that brings
 * the hub down each time fails after {@value io.fieldloop.hub.training.RunQueue#MAX_ATTEMPTS} attempts.
 */
@NullMarked
package io.fieldloop.hub.training;

import org.jspecify.annotations.NullMarked;
