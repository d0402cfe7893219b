/**
 * The data folder, which belongs to one hub at a time.
 */
@NullMarked
package io.fieldloop.hub.disk;

import org.jspecify.annotations.NullMarked;
