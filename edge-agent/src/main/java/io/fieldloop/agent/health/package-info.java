/**
 * How the device feels: {@link io.fieldloop.agent.health.VitalSigns} gathers it from the other features. And how its models behave:
 * {@link io.fieldloop.agent.health.Behaviours} counts it window by window, for the hub to see drift.
 *
 * <pre>
 *   answer ──► StreamBehaviour ──► window ends ──► Pending ──► vitals topic ──► taken: forgotten
 *              counts                              on disk     8 at a time      failed: sent again
 * </pre>
 */
@NullMarked
package io.fieldloop.agent.health;

import org.jspecify.annotations.NullMarked;
