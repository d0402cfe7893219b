/**
 * What is said. Devices speak {@link io.fieldloop.protocol.message.DeviceMessage}, the hub
 * {@link io.fieldloop.protocol.message.HubMessage}. Every message may arrive twice, late or never.
 *
 * <pre>
 *   device ──► Hello            who I am, on each connection
 *          ──► DeviceState      what I serve (retained; its last will says offline)
 *          ──► SampleBatch      captured inputs            ◄── Receipts: stored, let them go
 *          ──► LedgerReport     what became of every sample
 *          ──► Vitals           how I feel
 *          ──► BehaviourReport  how my models behave, on the topic of vitals
 *          ──► DeploymentReport how the offered package fares  ◄── DesiredState: what you shall serve (retained)
 * </pre>
 */
@NullMarked
package io.fieldloop.protocol.message;

import org.jspecify.annotations.NullMarked;
