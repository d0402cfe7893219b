@NullMarked
package io.fieldloop.agent.accelerator;

import org.jspecify.annotations.NullMarked;
