@NullMarked
package io.fieldloop.hub.rollouts;

import org.jspecify.annotations.NullMarked;
