@NullMarked
package io.fieldloop.hub.blob;

import org.jspecify.annotations.NullMarked;
