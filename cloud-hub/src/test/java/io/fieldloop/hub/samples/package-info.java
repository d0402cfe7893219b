@NullMarked
package io.fieldloop.hub.samples;

import org.jspecify.annotations.NullMarked;
