/**
 * How many bytes went between devices and the hub, by day and class. Devices count them and tell them with their vitals; the hub keeps
 * what they said last of each day, for 400 days.
 */
@NullMarked
package io.fieldloop.hub.traffic;

import org.jspecify.annotations.NullMarked;
