/**
 * What the device does with an offered package: fetches it, proves it, tries it apart from what serves, lets it serve under
 * watch, and keeps it or comes back to the version before.
 *
 * <pre>
 *                                       ┌────────────── Failed, superseded, crashed ──────────────┐
 *                                       │            │            │             │                 ▼
 *   Idle ──Offered──► Downloading ──► Verifying ──► Trialling ──► Soaking    (any of them) ──► RollingBack
 *    ▲                                               child         serves                         │
 *    │                                               process       under watch                    │
 *    ├──────────────── Soaked: the new version is active, the one before is kept ◄───┘            │
 *    └──────────────── RolledBack: the active version serves, the rejection is remembered ◄───────┘
 *
 *   state \ event  Offered       Withdrawn    Started      Stopped    step ended well  Failed       ActiveLost
 *   Idle           Downloading¹  –            –            –                                        previous²
 *   Downloading    RollingBack³  RollingBack  –  resumes   –          Verifying        RollingBack  previous²
 *   Verifying      –⁴            –            –  again     –          Trialling        RollingBack  previous²
 *   Trialling      –⁴            –            RollingBack  Verifying  Soaking          RollingBack  previous²
 *   Soaking        –⁴            –            RollingBack  Verifying  Idle             RollingBack  –
 *   RollingBack    –⁴            –            –  again     –          Idle             –            previous²
 * </pre>
 *
 * <p>¹ unless that version serves, or that offer was rejected: then its answer is given again. ² the same state, with the
 * previous version as the active one. ³ by another offer than the one at work, which comes back superseded. ⁴ the newest
 * wish is taken up on the way back to idle. An outcome of another offer than the state's comes too late and means nothing.
 *
 * <p>{@code Started} is the first event after boot. It refuses what was being tried or activated, because a bad model may
 * be what took the agent down; {@code Stopped}, written when the agent stops in good order, spares it that.
 *
 * <p>What is active is guarded likewise: each start is counted before it is loaded, and the count forgotten when it has served
 * for a minute, or the agent stops in good order. After two starts that it did not last it is loaded on the processor,
 * whatever accelerator was chosen; after three the version before serves. So no crash loop outlasts a handful of starts.
 *
 * <p>Who does it: {@link io.fieldloop.agent.deployment.DeploymentMachine} decides, {@code ModelDeployment} owns the state and
 * writes it to the {@link io.fieldloop.agent.deployment.Journal} before {@code Steps} act on it. {@code Judge} tells by what a
 * version is refused while it soaks.
 */
@NullMarked
package io.fieldloop.agent.deployment;

import org.jspecify.annotations.NullMarked;
