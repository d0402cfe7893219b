@NullMarked
package io.fieldloop.agent.capture;

import org.jspecify.annotations.NullMarked;
