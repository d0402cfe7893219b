/**
 * What people want devices to capture. The rules are written in the language of the devices' configuration; the hub knows
 * their shape, and only a device knows what they mean to it, which it answers.
 *
 * <pre>
 *   PUT, POST ──► capture_rules, revision + 1 ──► desired state ──► device
 *                                                                     │ follows it, or refuses it with a reason
 *   GET ◄── device.capture, device.capturing ◄── DeviceState ◄────────┘
 * </pre>
 */
@NullMarked
package io.fieldloop.hub.capture;

import org.jspecify.annotations.NullMarked;
