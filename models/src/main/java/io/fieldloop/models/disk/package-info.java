/** Files that are whole or not there at all, whatever happens while they are written. */
@NullMarked
package io.fieldloop.models.disk;

import org.jspecify.annotations.NullMarked;
