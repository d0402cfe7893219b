@NullMarked
package io.fieldloop.hub.capture;

import org.jspecify.annotations.NullMarked;
