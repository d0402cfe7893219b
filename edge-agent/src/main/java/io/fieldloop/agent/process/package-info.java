/**
 * Programs that the agent starts: the end of what one prints, and an end to it and to all that it started itself; and how much memory
 * a process holds.
 */
@NullMarked
package io.fieldloop.agent.process;

import org.jspecify.annotations.NullMarked;
