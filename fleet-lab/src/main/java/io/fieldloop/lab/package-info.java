/**
 * The whole system at work: real programs in processes of their own, driven only by what a user has, which is command
 * lines, folders and the hub's REST API.
 *
 * <pre>
 *   lab.demo     lab.distribution ◄── lab.bench      the loop as a story · the agent as packages · what it costs, beside anchors
 *       │                │                │
 *       ▼                ▼                ▼
 *   lab.fleet                                        a hub and its devices
 *     │    │
 *     ▼    ▼
 *   lab.hub   lab.program                            the REST API as calls · the programs as processes
 * </pre>
 */
@NullMarked
package io.fieldloop.lab;

import org.jspecify.annotations.NullMarked;
