/** Programs that the agent starts: the end of what one prints, and an end to it and to all that it started itself. */
@NullMarked
package io.fieldloop.agent.process;

import org.jspecify.annotations.NullMarked;
