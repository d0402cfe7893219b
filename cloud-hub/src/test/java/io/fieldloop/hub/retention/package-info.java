@NullMarked
package io.fieldloop.hub.retention;

import org.jspecify.annotations.NullMarked;
