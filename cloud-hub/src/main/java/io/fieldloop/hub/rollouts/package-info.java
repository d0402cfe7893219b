/**
 * Brings a version to many devices, wave after wave, and stops by itself when one of them rejects it.
 *
 * <p>The rule ({@link io.fieldloop.hub.rollouts.RolloutMachine}; every pair that is not in the table leaves the state as
 * it is, so what is doubled, late or out of order does no harm):
 *
 * <pre>
 *              WavePassed           DeviceRejected   PauseAsked   ResumeAsked   RetryAsked   CancelAsked
 *   Running    Running(next wave)   Halted           Paused                                  Cancelled
 *              or Succeeded
 *   Paused                          Halted                        Running                    Cancelled
 *   Halted                                                                      Running      Cancelled
 *   Succeeded
 *   Cancelled
 * </pre>
 *
 * <p>To people {@code Halted} is a paused rollout too, one that only a retry or a cancellation moves on: no wave ever
 * starts over a rejected device.
 *
 * <pre>
 *   POST rollouts ──► gate ──► waves ─┐                            DeploymentReport (ingest)
 *                                     ▼                                  │
 *        one transaction:  state · devices · events · offers  ◄──────────┘
 *                                     │ after it
 *                                     ▼
 *                DesiredStates ──► DeviceChannel (retained, one revision counter a device)
 * </pre>
 *
 * <p>Persist, then publish: the table of desired states is its own outbox. A row is due while its published revision is
 * behind; a hub that starts finds what the one before it could not publish.
 */
@NullMarked
package io.fieldloop.hub.rollouts;

import org.jspecify.annotations.NullMarked;
