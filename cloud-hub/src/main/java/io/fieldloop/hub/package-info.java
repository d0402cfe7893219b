/**
 * The hub: the program that devices report to and people work with. Reading {@link io.fieldloop.hub.Hub} is reading the
 * architecture.
 *
 * <pre>
 *   application   hub                      command line, start order
 *        │
 *   inlets        uploads, bundles → ingest   web   messages of devices, requests of people
 *        │
 *   features      rollouts → registry → datasets → labelling → samples → devices
 *                          → capture ─────────────────────────────────────► devices
 *        │
 *   ground        database  blob  preview  disk  broker  channel  events  idempotency  security  paging  problem
 * </pre>
 *
 * <p>What stands higher uses what stands lower, never the other way round; a test holds it.
 */
@NullMarked
package io.fieldloop.hub;

import org.jspecify.annotations.NullMarked;
