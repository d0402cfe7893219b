@NullMarked
package io.fieldloop.hub.behaviour;

import org.jspecify.annotations.NullMarked;
