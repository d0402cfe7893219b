@NullMarked
package io.fieldloop.hub.uploads;

import org.jspecify.annotations.NullMarked;
