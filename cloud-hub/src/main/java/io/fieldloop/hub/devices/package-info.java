/**
 * The devices of this hub: how one becomes known, what it says of itself, and whether the accounts of its samples add up.
 *
 * <pre>
 *   enrolment token ──(key of the device)──► certificate     Enrolment
 *   hello, state, vitals, deployment, ledger ──► rows         DeviceReports, written by ingestion in batches
 *   rows ──► pages of people, selectors of rollouts           Devices
 * </pre>
 */
@NullMarked
package io.fieldloop.hub.devices;

import org.jspecify.annotations.NullMarked;
