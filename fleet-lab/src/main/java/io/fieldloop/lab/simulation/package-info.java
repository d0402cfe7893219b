/**
 * A simulated fleet: the real agent code, many agents in each of a few processes, against the real hub, under faults that come from a
 * seed.
 *
 * <pre>
 *   LabCommand ──► Simulation ──► Faults ──► kill -9, SIGSTOP ──► hub, database, DeviceHost
 *                      │             └─────► standard input ────► DeviceHost ──► SimulatedDevice (FaultyLink, FeedLink, JumpingClock)
 *                      └──► Inspector: the files of the devices, held against what the hub shows
 * </pre>
 */
@NullMarked
package io.fieldloop.lab.simulation;

import org.jspecify.annotations.NullMarked;
