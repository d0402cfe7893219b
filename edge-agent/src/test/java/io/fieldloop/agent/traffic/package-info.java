/** Tests of what is counted and held back, with real files. */
@NullMarked
package io.fieldloop.agent.traffic;

import org.jspecify.annotations.NullMarked;
