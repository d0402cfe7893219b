/** How the device feels: {@link io.fieldloop.agent.health.VitalSigns} gathers it from the other features. */
@NullMarked
package io.fieldloop.agent.health;

import org.jspecify.annotations.NullMarked;
