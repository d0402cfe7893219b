@NullMarked
package io.fieldloop.hub.preview;

import org.jspecify.annotations.NullMarked;
